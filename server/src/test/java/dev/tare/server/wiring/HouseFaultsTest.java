package dev.tare.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.JournalUnavailable;
import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.rollup.Verification;
import dev.tare.server.journal.Disk;
import dev.tare.testkit.SampleEvents;
import dev.tare.testkit.SettableClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole house, journal to ledger, on a disk that fails and under a clock that jumps. */
class HouseFaultsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path folder;
    private final SettableClock clock = new SettableClock(NOW);
    private final FailingDisk disk = new FailingDisk();
    private House house;

    @BeforeEach
    void open() {
        house =
                House.open(
                        new HouseSettings(folder.resolve("data"), ZoneOffset.UTC),
                        clock,
                        ShippedPrices::read,
                        state -> {},
                        disk);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static UsageEvent event(String id, boolean timed) {
        return SampleEvents.event(id).time(timed ? NOW : null).build();
    }

    private Set<String> ledger() throws InterruptedException {
        assertThat(house.awaitRecorded(LONG)).isTrue();
        SqlConsole.Answer answer = house.sql().ask("SELECT id FROM api_usage_logs", 10_000, LONG);
        List<String> ids = new ArrayList<>();
        ((SqlConsole.Answer.Rows) answer).rows().forEach(row -> ids.add(row.getFirst()));
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(house.verify()).allMatch(Verification.Check::passed);
        return new TreeSet<>(ids);
    }

    /** Six threads send single events; those told to be safe come back. */
    private Set<String> send(IntFunction<UsageEvent> events, int each) throws InterruptedException {
        Set<String> safe = new ConcurrentSkipListSet<>();
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 6; thread++) {
            int first = thread * each;
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = first; i < first + each; i++) {
                                    UsageEvent event = events.apply(i);
                                    try {
                                        house.accept("shop", List.of(event));
                                        safe.add(event.id());
                                    } catch (JournalUnavailable refused) {
                                        // The next may be taken again.
                                    }
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return safe;
    }

    @Test
    void writes_and_fsyncs_that_fail_refuse_their_group_and_no_other_and_nothing_refused_returns()
            throws InterruptedException {
        disk.failOneIn(7, 20_261_123);
        Set<String> safe = send(i -> event("e-" + i, i % 2 == 0), 60);
        assertThat(disk.failed.get()).isPositive();
        assertThat(safe).isNotEmpty().hasSizeLessThan(360);
        assertThat(ledger()).isEqualTo(safe);

        disk.failOneIn(0, 0);
        house.close();
        open();
        assertThat(ledger()).as("nothing refused comes back with a restart").isEqualTo(safe);
        send(i -> event("e-" + i, i % 2 == 0), 60);
        assertThat(ledger()).as("all sent again").hasSize(360).containsAll(safe);
    }

    @Test
    void a_server_clock_that_jumps_ahead_and_back_under_sending_counts_each_event_once()
            throws InterruptedException {
        Random random = new Random(20_261_123);
        IntFunction<UsageEvent> events = i -> event("e-" + i, i % 2 == 0);
        for (long days : new long[] {0, 40, -40, 40, -80, 40}) {
            // What has no time of its own is known for 32 days by the server's clock, no longer.
            send(i -> events.apply(2 * i), 20);
            clock.advance(Duration.ofDays(days).plusSeconds(random.nextInt(60)));
            send(i -> events.apply(2 * i), 20);
        }
        assertThat(ledger()).hasSize(120);
        assertThat(house.state().quarantined()).isZero();
    }

    @Test
    void what_has_no_time_is_known_again_once_a_clock_that_was_ahead_is_set_right()
            throws InterruptedException {
        send(i -> event("e-" + i, false), 20);
        clock.advance(Duration.ofDays(40));
        send(i -> event("later-" + i, false), 20);
        clock.advance(Duration.ofDays(-40));
        send(i -> event("e-" + i, false), 20);
        send(i -> event("later-" + i, false), 20);
        assertThat(ledger()).hasSize(240);
    }

    /** The real disk, on which every so many-th write or fsync fails, by chance. */
    private static final class FailingDisk implements Disk {
        final AtomicInteger failed = new AtomicInteger();
        private Random random = new Random();
        private int oneIn;

        /** 0 = none. */
        synchronized void failOneIn(int times, long seed) {
            oneIn = times;
            random = new Random(seed);
        }

        private synchronized void chance(String what) throws IOException {
            if (oneIn > 0 && random.nextInt(oneIn) == 0) {
                failed.incrementAndGet();
                throw new IOException("Input/output error (" + what + ")");
            }
        }

        @Override
        public WritableFile open(Path file, boolean fresh) throws IOException {
            WritableFile real = LOCAL.open(file, fresh);
            return new WritableFile() {
                @Override
                public void write(ByteBuffer bytes, long at) throws IOException {
                    real.write(bytes, at);
                    chance("write"); // Behind it: the bytes are there, and must go again.
                }

                @Override
                public void force() throws IOException {
                    chance("fsync");
                    real.force();
                }

                @Override
                public void truncate(long size) throws IOException {
                    real.truncate(size);
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            LOCAL.rename(from, to);
        }

        @Override
        public void forceFolder(Path path) throws IOException {
            LOCAL.forceFolder(path);
        }
    }
}
