package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.dashboard.RecordedSignal;
import dev.tare.server.wiring.House;
import dev.tare.server.wiring.HouseSettings;
import dev.tare.server.wiring.ShippedPrices;
import dev.tare.server.wiring.WebServer;
import dev.tare.server.wiring.WebSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The restore, drilled: a server's events, a backup, more events, the ledger gone, and back. */
class RestoreDrillTest {
    @TempDir Path folder;

    private String out = "";
    private String err = "";

    private int tare(String... args) {
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        String[] all =
                Stream.concat(Arrays.stream(args), Stream.of("--data", data().toString()))
                        .toArray(String[]::new);
        int code = Tare.run(all, new PrintWriter(printed), new PrintWriter(complained));
        out = printed.toString();
        err = complained.toString();
        return code;
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path backup() {
        return folder.resolve("away/tare.duckdb");
    }

    private String report() {
        String[] report = {
            "report", "profit", "--from", "2026-01-01", "--to", "2026-12-31", "--json"
        };
        assertThat(tare(report)).as(err).isZero();
        return out;
    }

    private void send(String prefix, int count) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("{\"id\":\"")
                    .append(prefix)
                    .append(i)
                    .append("\",\"user_id\":\"u-")
                    .append(i % 7)
                    .append("\",\"provider\":\"deep_image\",\"operation\":\"upscale\",")
                    .append("\"plan\":\"basic\",\"time\":\"2026-0")
                    .append(1 + i % 9)
                    .append("-15T10:00:00Z\"}\n");
        }
        Path file = Files.writeString(folder.resolve(prefix + ".ndjson"), lines);
        assertThat(tare("import", "usage", file.toString())).as(err).isZero();
    }

    /** 300 events through the server, a backup, 200 more; the report over all of them. */
    private String aServersDay() throws Exception {
        HouseSettings settings = new HouseSettings(data(), ZoneId.of("UTC"));
        Clock clock = Clock.systemUTC();
        try (House house = House.open(settings, clock, ShippedPrices::read, state -> {});
                WebServer server =
                        WebServer.start(
                                house,
                                new RecordedSignal(),
                                new WebSettings("127.0.0.1", 0, Set.of()),
                                made -> {})) {
            assertThat(server.address().getPort()).isPositive();
            send("before-", 300);
            assertThat(tare("backup", backup().toString())).as(err).isZero();
            assertThat(out).contains("300 events");
            send("after-", 200);
            assertThat(tare("restore", backup().toString())).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(err).contains("A server runs on");
            return report();
        }
    }

    @Test
    void the_ledger_gone_a_restore_gives_the_same_report_to_the_byte() throws Exception {
        String should = aServersDay();
        Files.delete(data().resolve("tare.duckdb"));
        Files.deleteIfExists(data().resolve("tare.duckdb.wal"));

        assertThat(tare("restore", backup().toString(), "--json")).as(out + err).isZero();
        assertThat(new JsonMapper().readTree(out).path("events").asLong()).isEqualTo(500);

        assertThat(report()).isEqualTo(should);
        assertThat(tare("verify")).as(out).isZero();
    }

    @Test
    void a_broken_ledger_is_made_anew_and_kept_beside() throws Exception {
        String should = aServersDay();
        Files.writeString(data().resolve("tare.duckdb"), "broken");
        assertThat(tare("verify")).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(tare("rebuild")).as(out + err).isZero();
        assertThat(out).contains("500, verified").contains("tare.duckdb.before-rebuild-");
        assertThat(report()).isEqualTo(should);
    }

    @Test
    void a_damaged_journal_is_named_by_every_verb_and_repaired_by_one() throws Exception {
        String should = aServersDay();
        assertThat(tare("repair")).isZero();
        assertThat(out).contains("Nothing is damaged.");
        Path segment = data().resolve("journal/00000000000000000000.journal");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length - 100] ^= 1;
        Files.write(segment, bytes);

        assertThat(tare("verify")).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(err).contains("is damaged at byte").contains("tare repair");
        assertThat(tare("repair")).isEqualTo(ExitCode.FINDING);
        assertThat(out).contains("would set aside").contains("no event is missing there");
        assertThat(tare("repair", "--apply")).as(out).isZero();
        assertThat(report()).isEqualTo(should);
        assertThat(tare("repair", "--json")).isZero();
        assertThat(new JsonMapper().readTree(out).path("given_up")).hasSize(1);
        send("later-", 10);
        assertThat(tare("verify")).as(out).isZero();
    }

    @Test
    void times_and_numbers_out_of_range_are_named() {
        assertThat(tare("serve", "--backup-every", "5 minutes")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("24h");
        assertThat(tare("serve", "--backup-every", "1m")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("10m to 366d");
        assertThat(tare("serve", "--backup-keep", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("1 to 1000");
    }
}
