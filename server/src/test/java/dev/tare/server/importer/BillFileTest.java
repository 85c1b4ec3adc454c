package dev.tare.server.importer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.reconcile.Reconciliation;
import dev.tare.core.reconcile.Reconciling;
import dev.tare.testkit.InMemoryLedger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bills as files: by a mapping, and FOCUS. */
class BillFileTest {
    private static final String MAPPING =
            """
            columns: { day: Day, item: Item, unit: Unit, quantity: Qty, amount: USD }
            constants: { currency: USD }
            items:
              "GPT, in": { model: gpt, unit: input_tokens, per: 1000 }
              "Up": { operation: upscale }
            units: { "img": images }
            time_zone: America/Los_Angeles
            """;

    private static final String FOCUS_HEADER =
            "ChargePeriodStart,ChargePeriodEnd,SkuId,ServiceName,ConsumedUnit,ConsumedQuantity,"
                    + "BilledCost,EffectiveCost,BillingCurrency,ChargeCategory,ChargeClass\n";

    private static BillMapping mapping(String yaml) {
        return switch (BillMapping.parse(yaml)) {
            case BillMapping.Good good -> good.mapping();
            case BillMapping.Bad bad -> throw new AssertionError(bad.problems().toString());
        };
    }

    private static BillFile.Result result(BillMapping mapping, String csv) throws IOException {
        return BillFile.read(
                new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                mapping,
                new BillFile.Span(null, null, null));
    }

    private static BillFile.Read read(BillMapping mapping, String csv) throws IOException {
        return (BillFile.Read) result(mapping, csv);
    }

    /** What the bill says, by an empty log. */
    private static Reconciliation said(BillFile.Read read) {
        InMemoryLedger empty = new InMemoryLedger(ZoneId.of("UTC"));
        Reconciling reconciling = new Reconciling(empty.now(), empty::rowsKept);
        return ((Reconciling.Compared) reconciling.compare("any", read.bill())).reconciliation();
    }

    private static String quantities(BillFile.Read read) {
        return said(read).findings().stream()
                .map(f ->
                        f.first()
                                + " "
                                + f.item().operation()
                                + "/"
                                + f.item().model()
                                + " "
                                + f.bill()
                                + " $"
                                + f.billed())
                .collect(Collectors.joining("; "));
    }

    @Test
    void a_mapping_says_what_items_and_units_are_and_where_days_begin() throws IOException {
        BillFile.Read read =
                read(
                        mapping(MAPPING),
                        """
                        Day,Item,Unit,Qty,USD
                        2026-11-01,"GPT, in",k,2.5,0.01
                        2026-11-01,Up,img,3,0.12
                        2026-11-01,Up,img,4,0.16
                        """);

        assertThat(read.broken()).isZero();
        assertThat(quantities(read))
                .isEqualTo(
                        "2026-11-01 upscale/null {images=7} $0.28;"
                                + " 2026-11-01 null/gpt {input_tokens=2500.0} $0.01");
        assertThat(said(read).zone()).isEqualTo(ZoneId.of("America/Los_Angeles"));
    }

    @Test
    void focus_needs_no_mapping_and_shows_apart_what_is_no_usage() throws IOException {
        String start = "2026-11-01T23:00:00Z,2026-11-02T00:00:00Z,";
        BillFile.Read read =
                read(
                        BillMapping.NONE,
                        FOCUS_HEADER
                                + start
                                + "gpt,AI,input_tokens,1000,0.0025,9,USD,Usage,\n"
                                + start
                                + ",gpt,input_tokens,500,0.00125,9,USD,Usage,\n"
                                + start
                                + "gpt,AI,,,-3,-3,USD,Credit,\n"
                                + start
                                + "gpt,AI,,,1.25,1,USD,Tax,\n"
                                + start
                                + "gpt,AI,input_tokens,7,0.5,1,USD,Usage,Correction\n");

        assertThat(read.firstBroken()).isEmpty();
        assertThat(quantities(read)).isEqualTo("2026-11-01 null/gpt {input_tokens=1500} $0.00375");
        assertThat(said(read).apart().toString())
                .isEqualTo("{Correction=0.5, Credit=-3, Tax=1.25}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "2026-11-31,Up,img,1,0.04; invalid_time; 2026-11-31",
                "2026-11-01T07:00:00Z,Up,img,1,0.04; ; ",
                "2026-11-01T00:00:00Z,Up,img,1,0.04; not_midnight; America/Los_Angeles",
                "2026-11-01,Other,img,1,0.04; unknown_item; ignored",
                "2026-11-01,Up,Pictures,1,0.04; unknown_unit; Pictures",
                "2026-11-01,Up,img,,0.04; missing_value; quantity",
                "2026-11-01,Up,img,-1,0.04; negative_quantity; -1",
                "2026-11-01,Up,img,1,$0.04; invalid_number; without a currency",
                "2026-11-01,Up,img,~\"1,000\"~,0.04; invalid_number; commas",
                "2026-11-01,Up,img,NaN,0.04; invalid_number; NaN",
                "2026-11-01,Up,img,1; wrong_number_of_columns; 4 values",
            })
    void a_broken_line_is_named_and_the_rest_counts(String line, String code, String says)
            throws IOException {
        String row = line.replace("~", "");
        BillFile.Read read =
                read(
                        mapping(MAPPING),
                        "Day,Item,Unit,Qty,USD\n2026-11-01,Up,img,2,0.08\n" + row + "\n");

        if (code == null) {
            assertThat(read.firstBroken()).isEmpty();
            return;
        }
        assertThat(read.broken()).isEqualTo(1);
        assertThat(read.firstBroken().getFirst().line()).isEqualTo(3);
        assertThat(read.firstBroken().getFirst().code()).isEqualTo(code);
        assertThat(read.firstBroken().getFirst().message()).contains(says);
        assertThat(quantities(read)).isEqualTo("2026-11-01 upscale/null {images=2} $0.08");
    }

    @Test
    void another_currency_is_refused_line_by_line() throws IOException {
        BillFile.Read read =
                read(
                        BillMapping.NONE,
                        FOCUS_HEADER
                                + "2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,gpt,AI,input_tokens,"
                                + "1,1,1,EUR,Usage,\n");

        assertThat(read.firstBroken().getFirst().code()).isEqualTo("unknown_currency");
        assertThat(read.firstBroken().getFirst().message()).contains("EUR");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "columns: { day: D }; columns.amount",
                "columns: { day: D, start: S, end: E }; columns.day",
                "columns: { start: S }; columns.day",
                "columns: { price: P }; columns",
                "items: { x: { unit: input_tokens } }; items.x",
                "items: { x: { model: m, unit: Tokens } }; items.x",
                "'units: { k: { unit: images, per: 0 } }'; units.k.per",
                "time_zone: Berlin; time_zone",
                "surprise: 1; surprise",
            })
    void what_is_wrong_with_a_mapping_is_named(String yaml, String path) {
        assertThat(((BillMapping.Bad) BillMapping.parse(yaml)).problems())
                .extracting(Mapping.Problem::path)
                .anySatisfy(one -> assertThat(one).startsWith(path));
    }

    @Test
    void a_file_that_says_too_little_is_refused() throws IOException {
        assertThat(((BillFile.Unusable) result(BillMapping.NONE, "a,b\n1,2\n")).message())
                .contains("mapping", "BilledCost or EffectiveCost");
        assertThat(((BillFile.Unusable) result(mapping(MAPPING), "Day,Item\n")).message())
                .contains("\"Unit\"");
        assertThat(((BillFile.Unusable) result(BillMapping.NONE, "")).code())
                .isEqualTo("empty_file");
        assertThat(said(read(BillMapping.NONE, FOCUS_HEADER)).first()).isNull();
    }
}
