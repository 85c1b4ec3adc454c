package dev.tare.bench.reprice;

import dev.tare.bench.load.Machine;
import dev.tare.bench.load.Postgres;
import dev.tare.bench.load.ServerProcess;
import dev.tare.bench.load.Traffic;
import dev.tare.bench.load.TrafficEvents;
import dev.tare.core.ledger.EventScope;
import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.PricedAnew;
import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.pricing.PerUnitPricing;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.RateCard;
import dev.tare.core.rollup.Repricings;
import dev.tare.core.rollup.Verification;
import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.wire.PriceFile;
import dev.tare.server.wiring.House;
import dev.tare.server.wiring.HouseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A month of events, recorded as ever; then all prices become a tenth higher for it, and it is
 * priced anew: the dry run, the booking, and the booking once more, which finds nothing. Behind it
 * the rows of the log are the same to the byte, and the ledger verifies.
 */
public final class RepriceTrial {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int BATCH = 1_000;
    private static final BigDecimal MORE = new BigDecimal("1.1");
    private static final Duration LONG = Duration.ofHours(2);
    private static final String IN_FILE =
            "SELECT COUNT(*), SUM(CAST(HASH(l) AS HUGEINT)) FROM api_usage_logs l";
    private static final String IN_DATABASE =
            "SELECT COUNT(*), SUM(CAST(HASHTEXTEXTENDED(CAST(l AS TEXT), 0) AS NUMERIC))"
                    + " FROM api_usage_logs l";

    private final String name;
    private final House house;
    private final String hash;
    private final Instant end;
    private final Instant begin;

    private RepriceTrial(String name, House house, String hash) {
        this.name = name;
        this.house = house;
        this.hash = hash;
        this.end = house.clock().instant().minus(Duration.ofHours(1));
        this.begin = end.minus(MONTH);
    }

    /**
     * Arguments: events in the file (default 5,000,000), events in PostgreSQL (default a fifth of
     * them; 0 = none).
     */
    public static void main(String[] args) throws Exception {
        long events = args.length > 0 ? Long.parseLong(args[0]) : 5_000_000;
        long inDatabase = args.length > 1 ? Long.parseLong(args[1]) : events / 5;
        Path folder = Machine.folder("tare-reprice");
        System.out.println(Machine.line(folder));
        if (events > 0) {
            HouseSettings settings = new HouseSettings(folder.resolve("file"), ZoneOffset.UTC);
            try (House house = open(settings)) {
                new RepriceTrial("DuckDB", house, IN_FILE).run(events);
            }
        }
        if (inDatabase > 0) {
            try (EmbeddedPostgres postgres = Postgres.start(folder.resolve("postgres"))) {
                PostgresAddress address =
                        PostgresAddress.of(postgres.getJdbcUrl("postgres", "postgres"));
                HouseSettings settings =
                        new HouseSettings(folder.resolve("data"), ZoneOffset.UTC, address);
                try (House house = open(settings)) {
                    new RepriceTrial("PostgreSQL", house, IN_DATABASE).run(inDatabase);
                }
            }
        }
    }

    private static House open(HouseSettings settings) {
        return House.open(settings, Clock.systemUTC(), RepriceTrial::prices, _ -> {});
    }

    private static PriceChange prices() {
        try {
            return switch (PriceFile.parse(ServerProcess.trafficPrices())) {
                case PriceFile.Bad bad -> throw new IllegalStateException(bad.toString());
                case PriceFile.Prices prices -> prices.change();
            };
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private void run(long events) throws IOException, InterruptedException {
        fill(events);
        String before = rows();
        house.enter(dearer());
        recorded();
        EventScope month = EventScope.of(begin.minus(Duration.ofDays(4)), end.plusSeconds(60));
        PeakMemory.begin();
        long start = System.nanoTime();
        Repricings.Preview preview =
                house.repricings().preview(month, new PricedAnew.Aim(false, false), month.to());
        told("dry run", preview.looked(), preview.differences().total().events(), start);
        String first = reprice("first", month, preview.looked());
        String second = reprice("second", month, preview.looked());
        long booked = house.repricings().booked(first).total().events();
        boolean same = booked == preview.differences().total().events();
        System.out.printf(
                Locale.ROOT,
                "%s: booked %,d (%s the dry run said), the second time %,d; rows %s;"
                        + " verify %s%n",
                name,
                booked,
                same ? "as" : "NOT as",
                house.repricings().booked(second).total().events(),
                before.equals(rows()) ? "byte-identical" : "CHANGED",
                verified());
    }

    private void fill(long events) throws InterruptedException {
        long start = System.nanoTime();
        TrafficEvents traffic = new TrafficEvents(new Traffic("reprice", 1));
        long batches = Math.ceilDiv(events, BATCH);
        for (long i = 0; i < batches; i++) {
            Instant now = begin.plusMillis(MONTH.toMillis() * i / batches);
            house.accept("bench", traffic.next(BATCH, now));
        }
        recorded();
        told("filled", events, house.state().recorded(), start);
    }

    /** A tenth more for each unit, from the month's beginning on. */
    private PriceChange dearer() {
        List<RateCard> cards = new ArrayList<>();
        for (RateCard card : house.books().prices().cards()) {
            if (card.pricing() instanceof PerUnitPricing old) {
                SortedMap<String, BigDecimal> rates = new TreeMap<>();
                old.rates().forEach((unit, rate) -> rates.put(unit, rate.multiply(MORE)));
                cards.add(
                        new RateCard(
                                card.id() + "-dearer",
                                card.provider(),
                                card.operation(),
                                card.model(),
                                new PerUnitPricing(rates, old.defaultUnit()),
                                card.failedCalls(),
                                begin.minus(Duration.ofDays(4)),
                                null,
                                "a trial",
                                card.origin()));
            }
        }
        return new PriceChange(cards, List.of(), List.of());
    }

    private String reprice(String time, EventScope month, long events)
            throws IOException, InterruptedException {
        PeakMemory.begin();
        long start = System.nanoTime();
        String batch = "trial-" + time;
        house.append(new JournalRecord.Repricing(house.now(), batch, "a tenth more", month, false));
        recorded();
        told(time + " booking", events, house.state().recorded(), start);
        return batch;
    }

    private void recorded() throws InterruptedException {
        if (!house.awaitRecorded(LONG)) {
            throw new IllegalStateException("Not recorded: " + house.trouble());
        }
    }

    private void told(String what, long events, long of, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        try {
            System.out.printf(
                    Locale.ROOT,
                    "%s: %s, %,d events (%,d): %.1f s, %,.0f events/s; peak heap %,d MB, resident"
                            + " %,d MB%n",
                    name,
                    what,
                    events,
                    of,
                    seconds,
                    events / seconds,
                    PeakMemory.heapMegabytes(),
                    PeakMemory.residentMegabytes());
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** Every row of the log, as one number. */
    private String rows() {
        return switch (house.sql().ask(hash, 1, LONG)) {
            case SqlConsole.Answer.Rows(_, var rows, _) -> rows.toString();
            case SqlConsole.Answer.Refused refused ->
                    throw new IllegalStateException(refused.message());
        };
    }

    private String verified() {
        long start = System.nanoTime();
        List<Verification.Check> checks = house.verify();
        List<String> findings =
                checks.stream().flatMap(check -> check.findings().stream()).limit(3).toList();
        return String.format(
                Locale.ROOT,
                "%s in %.1f s",
                findings.isEmpty() ? "passed" : "FOUND " + findings,
                (System.nanoTime() - start) / 1e9);
    }
}
