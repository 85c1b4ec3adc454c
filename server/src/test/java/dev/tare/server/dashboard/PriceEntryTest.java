package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.ledger.JournalUnavailable;
import dev.tare.core.ledger.PriceDesk;
import dev.tare.core.pricing.Books;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;

/** What is said of a price that somebody enters is what came of it. */
@Timeout(60)
class PriceEntryTest {
    private PricesSite prices;

    @BeforeEach
    void open() {
        prices = new PricesSite();
    }

    @AfterEach
    void close() {
        prices.close();
    }

    private static PriceForm form(String usd) {
        return new PriceForm(
                PricesSite.ID,
                "acme",
                "upscale",
                "photo-4x",
                "2026-11-10",
                "",
                "own",
                "not_billed",
                "their letter",
                "rates",
                "images",
                List.of(new PriceForm.Rate("images", usd, "1")),
                "");
    }

    @Test
    void whatTheJournalIsSlowWithMayHaveBeenEnteredAndIsSentAgainAsItIs() {
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        PriceEntry entry =
                new PriceEntry(
                        new PriceDesk(() -> Books.EMPTY, _ -> {}),
                        _ -> {
                            appends.add(new CompletableFuture<>());
                            return appends.getLast();
                        },
                        Duration.ofMillis(1));

        PriceEntry.Refused slow =
                (PriceEntry.Refused) entry.enter(form("0.06"), false, TestSite.NOW);
        assertThat(slow.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(slow.why()).contains("may have been entered").doesNotContain("nothing was");
        assertThat(((PriceEntry.Refused) entry.enter(form("0.07"), false, TestSite.NOW)).status())
                .isEqualTo(HttpStatus.CONFLICT);
        assertThat(appends).hasSize(1);

        appends.getFirst().complete(null);
        PriceEntry.Done done = (PriceEntry.Done) entry.enter(form("0.06"), false, TestSite.NOW);
        assertThat(done.what()).isEqualTo("known");
        assertThat(appends).hasSize(1);
    }

    @Test
    void aPriceWhoseRepricingCouldNotBeSentSaysSo() {
        PriceEntry entry =
                new PriceEntry(
                        new PriceDesk(() -> Books.EMPTY, _ -> {}),
                        record ->
                                record instanceof JournalRecord.Prices
                                        ? CompletableFuture.completedFuture(null)
                                        : CompletableFuture.failedFuture(
                                                new JournalUnavailable(
                                                        JournalUnavailable.Cause.DISK_FULL,
                                                        "full")),
                        Duration.ofSeconds(30));

        PriceEntry.Done done = (PriceEntry.Done) entry.enter(form("0.06"), true, TestSite.NOW);

        assertThat(done.what()).isEqualTo("entered-not-repriced");
        prices.post("enter", "id", PricesSite.ID);
        assertThat(prices.get("/prices/card?id=" + PricesSite.ID + "&done=" + done.what()).body())
                .contains("This price was entered. But the re-pricing", "./tare reprice");
    }

    @Test
    void aPriceThatIsKnownIsPricedAnewWhereThatIsWished() {
        prices.post("enter", "id", PricesSite.ID);

        String to = location(prices.post("enter", "id", PricesSite.ID, "reprice", "yes"));

        assertThat(to).endsWith("done=known-repriced");
        assertThat(prices.get(to).body())
                .contains("nothing was entered again. What is logged", "being priced anew")
                .doesNotContain("--apply");
        assertThat(prices.entered()).isEqualTo(1);
        assertThat(prices.site.prices.records().getLast())
                .isInstanceOf(JournalRecord.Repricing.class);
    }

    @Test
    void aPriceThatChargesNothingSaysSoOnceItIsEntered() {
        assertThat(location(prices.post("enter", "id", PricesSite.ID, "origin", "negotiated")))
                .endsWith("done=entered");

        String to = location(prices.post("enter", "id", PricesSite.ID + "-2", "usd", "0.07"));

        assertThat(prices.get(to).body())
                .contains("This price was entered. It charges nothing: card " + PricesSite.ID);
    }

    @Test
    void aNameIsNotCutWithinACharacter() {
        String provider = "p".repeat(149) + "\uD83D\uDE00";
        String page = prices.post("preview", "provider", provider).body();
        String id = page.split("name=\"id\" value=\"", 2)[1].split("\"", 2)[0];

        assertThat(id).isEqualTo("p".repeat(149) + "-2026-11-10");
        assertThat(prices.post("enter", "provider", provider, "id", id).statusCode())
                .isEqualTo(303);
    }

    @Test
    void aMissingNameIsSaidToBeMissing() {
        HttpResponse<String> page = prices.post("enter");

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body())
                .contains("name, which is made when", "is missing. Nothing was entered")
                .contains("name=\"id\" value=\"" + PricesSite.ID + "\"");
        assertThat(prices.entered()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-anything <b>", "-02", "-", "7", "-2 -3"})
    void aNameThatIsNotMadeIsNotTaken(String more) {
        HttpResponse<String> page = prices.post("enter", "id", PricesSite.ID + more);

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("This price can").doesNotContain("<b>");
        assertThat(prices.entered()).isZero();
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }
}
