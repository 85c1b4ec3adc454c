package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.JournalRecord;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.RateCard;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pages of prices as any client sees them, without a script. */
@Timeout(60)
class PricesPageTest {
    private PricesSite prices;

    @BeforeEach
    void open() {
        prices = new PricesSite();
    }

    @AfterEach
    void close() {
        prices.close();
    }

    @Test
    void theListSaysInPlainWordsWhatThingsCost() {
        String page = prices.get("/prices?q=ACME+photo").body();

        assertThat(page)
                .contains("1 price<", "$0.05 per image", "Oct 1, 2026", "their price page")
                .doesNotContain("$0.04", "claude");
        assertThat(prices.get("/prices?q=gpt-4o-mini").body())
                .contains("$0.15 per 1,000,000 input tokens");
        assertThat(prices.get("/prices?origin=negotiated").body())
                .contains("$0.003 per image")
                .doesNotContain("photo-4x");
        assertThat(prices.get("/prices?q=zeta").body()).contains("Begins later", "Jan 1, 2027");
        assertThat(prices.get("/prices?q=nothing+like+it").body())
                .contains("No price has such a name");
        assertThat(prices.get("/prices?page=2").body()).contains("51–100 of");
        assertThat(prices.get("/prices?page=99999999999&origin=x").statusCode()).isEqualTo(200);
        assertThat(prices.get("/prices").body())
                .contains("2 calls of the last 30 days have no price");
    }

    @Test
    void oneThingHasAllItsDatedPrices() {
        String page = prices.get("/prices/card?id=photo-1").body();

        assertThat(page).contains("$0.05 per image", "$0.04 per image", "In force", "Replaced");
        assertThat(page).contains("/prices/new?as=photo-2");
    }

    @Test
    void aCardThatIsNotThereIsNotFoundAndTheNameIsSaid() {
        HttpResponse<String> page = prices.get("/prices/card?id=%3Cnope%3E");

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body())
                .contains(
                        "There is no such price", "<code>&lt;nope&gt;</code>", "href=\"/prices\"");
        assertThat(prices.get("/prices/card").body()).contains("The address names no rate card");
    }

    @Test
    void whatLacksAPriceIsNamedWithTheCure() {
        assertThat(prices.get("/prices/missing").body())
                .contains("openai · chat · gpt-4.1-mini-20250414", "./tare prices copy")
                .contains("/prices/new?provider=openai&amp;operation=chat");
    }

    @Test
    void thePreviewSaysWhatChangesAndEntersNothing() {
        HttpResponse<String> page = prices.post("preview");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("It charges such calls from Nov 10, 2026 on, in place of card photo-2.")
                .contains("+20 %", "$0.05", "$0.06")
                .contains("40 calls) this price costs $4.74 instead of $3.95.")
                .contains("28 calls were logged since then that it prices; the cost of 28 differs.")
                .contains("--from 2026-11-10T00:00:00Z --to 2026-11-23T16:03:22Z --provider acme")
                .contains("name=\"id\" value=\"" + PricesSite.ID + "\"");
        assertThat(prices.entered()).isZero();
        assertThat(prices.site.prices.book().card(PricesSite.ID)).isNull();
    }

    @Test
    void whatItTakesOverIsAWarning() {
        String page =
                prices.post("preview", "provider", "openai", "operation", "chat", "model", "")
                        .body();

        assertThat(page)
                .contains("<li class=\"warns\">It takes these over: openai · any operation · ")
                .doesNotContain("no price so far");
        assertThat(page).containsPattern("It takes these over: [^<]+ and [0-9]+ more[.]");
        assertThat(prices.post("preview", "operation", "", "model", "caption-2").body())
                .contains("What has a closer price keeps it: acme · caption · any model, ")
                .doesNotContain("no price so far");
        assertThat(prices.post("preview", "provider", "nobody").body())
                .contains("Such calls have no price so far.");
    }

    @Test
    void whereItChargesAgainThatIsSaid() {
        prices.post(
                "enter",
                "id",
                "acme-upscale-photo-4x-2026-12-01",
                "from",
                "2026-12-01",
                "to",
                "2027-01-01",
                "origin",
                "negotiated");

        assertThat(prices.post("preview", "from", "2026-11-20").body())
                .contains(
                        "until Dec 1, 2026 when card acme-upscale-photo-4x-2026-12-01 begins, and")
                .contains(" and again from Jan 1, 2027 on, in place of card photo-2.");
    }

    @Test
    void whatTurnsTheDirectionOfWritingEndsWithItsName() {
        String provider = "ac\u202Eme";
        String apart = "\u2068" + provider + "\u2069";
        String[] form = {"provider", provider, "model", "m\u202E", "source", "a\u202E page"};

        assertThat(prices.post("preview", form).body())
                .contains("<p>" + apart + " · upscale · \u2068m\u202E\u2069. Nothing is entered")
                .contains("<dd>\u2068a\u202E page\u2069</dd>");
        String[] entered = Arrays.copyOf(form, form.length + 2);
        entered[form.length] = "id";
        entered[form.length + 1] = provider + "-upscale-m\u202E-2026-11-10";
        String page =
                prices.get(
                                prices.post("enter", entered)
                                        .headers()
                                        .firstValue("Location")
                                        .orElseThrow())
                        .body();
        assertThat(page)
                .contains("<h1>\u2068m\u202E\u2069</h1>", "<p>" + apart + " · upscale</p>")
                .contains("Ours · \u2068a\u202E page\u2069</span>");
        assertThat(prices.get("/prices?q=%E2%80%AE").body())
                .contains(apart + " · upscale", ">\u2068a\u202E page\u2069<");
        assertThat(
                        prices.post(
                                        "preview",
                                        "provider",
                                        provider,
                                        "model",
                                        "m\u202E",
                                        "usd",
                                        "7",
                                        "from",
                                        "2026-11-12")
                                .body())
                .contains("in place of card \u2068" + entered[form.length + 1] + "\u2069.");
    }

    @Test
    void aTextCanNotEndItsOwnIsolation() {
        assertThat(CallItems.apart("plain\u2069")).isEqualTo("plain\u2069");
        assertThat(CallItems.apart("\u2069\u202Ex")).isEqualTo("\u2068\u2068\u2069\u202Ex\u2069");
        assertThat(CallItems.apart("\u2067x")).isEqualTo("\u2068\u2067x\u2069\u2069");
    }

    @Test
    void aPriceOfTomorrowConcernsNothingThatIsLogged() {
        assertThat(prices.post("preview", "from", "2026-12-24").body())
                .contains("It will charge", "no call logged so far is concerned", "$4.74 instead")
                .doesNotContain("name=\"reprice\"");
    }

    @Test
    void enteredItIsOnceInTheJournalHoweverOftenItIsSent() {
        HttpResponse<String> first = prices.post("enter", "id", PricesSite.ID);
        assertThat(first.statusCode()).isEqualTo(303);
        String to = first.headers().firstValue("Location").orElseThrow();
        assertThat(to).isEqualTo("/prices/card?id=" + PricesSite.ID + "&done=entered");
        assertThat(prices.get(to).body())
                .contains("This price was entered.", "$0.06 per image")
                .contains("./tare reprice --from 2026-11-10T00:00:00Z --to 2026-11-23T16:03:22Z");

        HttpResponse<String> again = prices.post("enter", "id", PricesSite.ID);
        assertThat(again.headers().firstValue("Location").orElseThrow()).endsWith("done=known");
        assertThat(prices.get(again.headers().firstValue("Location").orElseThrow()).body())
                .contains("entered already; nothing was entered again");
        assertThat(prices.post("preview").headers().firstValue("Location").orElseThrow())
                .endsWith("done=known");
        assertThat(prices.entered()).isEqualTo(1);
        RateCard card = Objects.requireNonNull(prices.site.prices.book().card(PricesSite.ID));
        assertThat(card.origin()).isEqualTo(PriceOrigin.OWN);
        assertThat(card.source()).isEqualTo("their letter");
    }

    @Test
    void manySendingItAtOnceEnterItOnce() {
        IntStream.range(0, 12).parallel().forEach(_ -> prices.post("enter", "id", PricesSite.ID));

        assertThat(prices.entered()).isEqualTo(1);
    }

    @Test
    void anotherPriceOfTheSameDayIsShownAgainUnderAnotherName() {
        prices.post("enter", "id", PricesSite.ID);

        HttpResponse<String> other = prices.post("enter", "id", PricesSite.ID, "usd", "0.07");

        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body())
                .contains(
                        "Another price was entered meanwhile",
                        "name=\"id\" value=\"" + PricesSite.ID + "-2\"");
        assertThat(prices.entered()).isEqualTo(1);
        assertThat(prices.post("enter", "id", PricesSite.ID + "-2", "usd", "0.07").statusCode())
                .isEqualTo(303);
        assertThat(prices.entered()).isEqualTo(2);
    }

    @Test
    void whereThatIsWishedTheLoggedCallsArePricedAnewBehindThePrice() {
        HttpResponse<String> done = prices.post("enter", "id", PricesSite.ID, "reprice", "yes");

        assertThat(done.headers().firstValue("Location").orElseThrow())
                .endsWith("done=entered-repriced");
        assertThat(prices.get(done.headers().firstValue("Location").orElseThrow()).body())
                .contains("is being priced anew")
                .doesNotContain("--apply");
        JournalRecord.Repricing record =
                (JournalRecord.Repricing) prices.site.prices.records().getLast();
        assertThat(record.reason()).isEqualTo("price " + PricesSite.ID);
        assertThat(record.scope().from()).isEqualTo("2026-11-10T00:00:00Z");
        assertThat(record.scope().to()).isEqualTo(TestSite.NOW);
        assertThat(record.scope().model()).isEqualTo("photo-4x");
        assertThat(record.aim().creditValues()).isFalse();
        assertThat(
                        prices.post(
                                        "preview",
                                        "from",
                                        "2026-11-10",
                                        "usd",
                                        "0.06",
                                        "source",
                                        "other")
                                .body())
                .contains(
                        "28 calls were logged since then that it prices; none of them would cost");
    }

    @Test
    void whatCanNotBePutIntoTheJournalIsNotEntered() {
        prices.site.prices.refuse();

        HttpResponse<String> page = prices.post("enter", "id", PricesSite.ID);

        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("nothing was entered", "Enter this price");
        assertThat(prices.site.prices.desk.books().prices().card(PricesSite.ID)).isNull();
    }
}
