package dev.tare.core.ledger;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.money.Amounts;
import dev.tare.core.pricing.PlanBook;
import java.math.BigDecimal;

/**
 * Whether an event keeps its credits, known or not, where a correction leaves them out. It does
 * while operation and status stay, whatever tariffs were entered since. Where one of them changes,
 * what a tariff gave goes with it, and what the sender said stays. The log has one column for both:
 * only credits that neither a tariff nor the rule for failures can have given were surely sent.
 */
final class KeptCredits {
    private KeptCredits() {}

    static boolean stay(StoredEvent was, UsageEvent told, PlanBook plans) {
        boolean sameTariff =
                told.operation().equals(was.operation())
                        && told.status().text().equals(was.status());
        return sameTariff || wereSurelySent(was, plans);
    }

    /** Whether no tariff, and no rule, can have given them. */
    static boolean wereSurelySent(StoredEvent was, PlanBook plans) {
        BigDecimal credits = was.credits();
        if (credits == null) {
            return false;
        }
        if (!EventStatus.SUCCESS.text().equals(was.status())) {
            return credits.signum() != 0;
        }
        // Tariffs are only ever added to the book: the one that gave them is among these.
        BigDecimal stored = Amounts.rounded(credits);
        return plans.tariffs().stream()
                .filter(tariff -> tariff.operation().equals(was.operation()))
                .filter(tariff -> tariff.holdsAt(was.time()))
                .noneMatch(tariff -> Amounts.rounded(tariff.credits()).compareTo(stored) == 0);
    }
}
