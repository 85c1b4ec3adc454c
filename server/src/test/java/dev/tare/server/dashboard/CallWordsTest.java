package dev.tare.server.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.ledger.Adjustment;
import dev.tare.core.ledger.ChargedEvent;
import dev.tare.core.ledger.ExplainedEvent;
import dev.tare.core.ledger.LoggedEvent;
import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.PricedEvent;
import dev.tare.testkit.LedgerFixtures;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallWordsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");

    private final CallWords words = new CallWords(ZoneOffset.UTC);
    private final Books books = LedgerFixtures.books();
    private final ChargedEvent unpriced = charged(Books.EMPTY);

    private static ChargedEvent charged(Books books) {
        return ChargedEvent.of(
                PricedEvent.of(
                        LedgerFixtures.event("call-1", NOW, "ben", "acme", null, null),
                        "app",
                        NOW,
                        books));
    }

    @Test
    void aCallThatGotItsPriceLateWaitsToBePricedAnew() {
        ExplainedEvent event = ExplainedEvent.of(new LoggedEvent(unpriced, List.of()), books);

        assertThat(words.of(event.charged(), true).cost().how()).contains("tare reprice");
    }

    @Test
    void whatIsPricedAnewAlreadyIsntToldToBe() {
        Adjustment anew =
                new Adjustment("r-1", NOW, "late list", "reprice-1", unpriced, charged(books));
        ExplainedEvent event = ExplainedEvent.of(new LoggedEvent(unpriced, List.of(anew)), books);

        assertThat(words.of(event.charged(), false).cost().how())
                .isEqualTo("It had no price then.");
        assertThat(words.of(event.now(), true).cost().how()).contains("By the rate card below");
    }
}
