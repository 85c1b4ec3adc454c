package dev.tare.server.wire;

import dev.tare.core.event.Rejection;
import dev.tare.core.pricing.CreditTariff;
import dev.tare.core.pricing.FailedCalls;
import dev.tare.core.pricing.Plan;
import dev.tare.core.pricing.PriceChange;
import dev.tare.core.pricing.PriceOrigin;
import dev.tare.core.pricing.PricingModel;
import dev.tare.core.pricing.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns one read price file into a change, or into the list of its faults. */
final class PriceFileReader {
    private static final List<String> FILE_KEYS =
            List.of("source", "rate_cards", "plans", "credits");
    private static final List<String> CARD_KEYS =
            List.of(
                    "id",
                    "provider",
                    "operation",
                    "model",
                    "from",
                    "to",
                    "failed_calls",
                    "default_unit",
                    "rates",
                    "pricing",
                    "origin",
                    "source");
    private static final List<String> PLAN_KEYS =
            List.of("id", "name", "kind", "price", "credits", "from", "to", "source");
    private static final List<String> TARIFF_KEYS =
            List.of("operation", "credits", "from", "to", "source");

    private static final int INTEGER_DIGITS = 9;
    private static final int AMOUNT_DECIMALS = 9;

    private final List<PriceFile.Problem> problems = new ArrayList<>();
    private @Nullable String source;

    PriceFile.Parsed read(TextTree root) {
        if (!(root instanceof TextTree.Fields fields)) {
            return new PriceFile.Bad(
                    List.of(
                            new PriceFile.Problem(
                                    "",
                                    "invalid_type",
                                    "The file must have rate_cards, plans or credits at its"
                                            + " top.")));
        }
        PriceFileFields file = new PriceFileFields("", fields, problems);
        file.allowOnly(FILE_KEYS);
        source = file.line("source", PriceFileFields.SOURCE_LENGTH_MAX);
        List<RateCard> cards = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        each(file, "rate_cards", card -> add(cards, card(card, ids)));
        List<Plan> plans = new ArrayList<>();
        each(file, "plans", plan -> add(plans, plan(plan)));
        List<CreditTariff> tariffs = new ArrayList<>();
        each(file, "credits", tariff -> add(tariffs, tariff(tariff)));
        return problems.isEmpty()
                ? new PriceFile.Prices(new PriceChange(cards, plans, tariffs))
                : new PriceFile.Bad(problems);
    }

    private interface Each {
        void accept(PriceFileFields item);
    }

    private void each(PriceFileFields file, String key, Each each) {
        TextTree node = file.byKey().get(key);
        if (node == null || node instanceof TextTree.Nothing) {
            return;
        }
        if (!(node instanceof TextTree.Items items)) {
            file.problem(key, node.line(), "invalid_type", "\"" + key + "\" must be a list (- …).");
            return;
        }
        for (int i = 0; i < items.items().size(); i++) {
            TextTree item = items.items().get(i);
            String path = key + "[" + i + "]";
            if (item instanceof TextTree.Fields fields) {
                each.accept(new PriceFileFields(path, fields, problems));
            } else {
                file.problem(
                        path,
                        item.line(),
                        "invalid_type",
                        "An item of \"" + key + "\" must have keys (id: …).");
            }
        }
    }

    private static <T> void add(List<T> list, @Nullable T item) {
        if (item != null) {
            list.add(item);
        }
    }

    private static @Nullable String id(PriceFileFields card, Set<String> ids) {
        String id = card.name("id", null);
        if (id != null && !ids.add(id)) {
            card.problem(
                    "id",
                    card.lineOf("id"),
                    "duplicate_id",
                    "Id "
                            + Rejection.shown(id)
                            + " is there twice; a changed price is a new card with an id of its"
                            + " own.");
        }
        return id;
    }

    private @Nullable RateCard card(PriceFileFields card, Set<String> ids) {
        card.allowOnly(CARD_KEYS);
        String id = id(card, ids);
        String provider = card.name("provider", null);
        String operation = card.name("operation", RateCard.ANY);
        String model = card.name("model", RateCard.ANY);
        FailedCalls failedCalls =
                card.choice("failed_calls", FailedCalls.values(), FailedCalls.UNKNOWN);
        Instant from = card.from();
        Instant to = card.to(from);
        String origin = card.source(source);
        PricingModel pricing = PriceFileRates.read(card);
        PriceOrigin priceOrigin = card.choice("origin", PriceOrigin.values(), PriceOrigin.OWN);
        if (id == null
                || provider == null
                || operation == null
                || model == null
                || failedCalls == null
                || from == null
                || origin == null
                || pricing == null
                || priceOrigin == null) {
            return null;
        }
        return new RateCard(
                id,
                provider,
                operation,
                model,
                pricing,
                failedCalls,
                from,
                to,
                origin,
                priceOrigin);
    }

    private @Nullable Plan plan(PriceFileFields plan) {
        plan.allowOnly(PLAN_KEYS);
        String id = plan.name("id", null);
        if (Plan.UNKNOWN.equals(id)) {
            plan.problem(
                    "id",
                    plan.lineOf("id"),
                    "reserved_id",
                    "\"unknown\" stands for usage without a plan; give this plan another id.");
        }
        String name = plan.name("name", id == null ? "" : id);
        if (plan.absent("kind")) {
            plan.missing("kind", "free, subscription or package");
        }
        Plan.Kind kind = plan.choice("kind", Plan.Kind.values(), null);
        BigDecimal price = plan.amount("price", INTEGER_DIGITS, AMOUNT_DECIMALS);
        if (kind == Plan.Kind.FREE && price != null && price.signum() != 0) {
            plan.problem(
                    "price",
                    plan.lineOf("price"),
                    "invalid_price",
                    "A free plan can't have a price; write 0 or another kind.");
        }
        BigDecimal credits = plan.amount("credits", INTEGER_DIGITS, AMOUNT_DECIMALS);
        Instant from = plan.from();
        Instant to = plan.to(from);
        String origin = plan.source(source);
        if (id == null
                || name == null
                || kind == null
                || price == null
                || credits == null
                || from == null
                || origin == null) {
            return null;
        }
        return new Plan(id, name, kind, price, credits, from, to, origin);
    }

    private @Nullable CreditTariff tariff(PriceFileFields tariff) {
        tariff.allowOnly(TARIFF_KEYS);
        String operation = tariff.name("operation", null);
        BigDecimal credits = tariff.amount("credits", INTEGER_DIGITS, AMOUNT_DECIMALS);
        Instant from = tariff.from();
        Instant to = tariff.to(from);
        String origin = tariff.source(source);
        if (operation == null || credits == null || from == null || origin == null) {
            return null;
        }
        return new CreditTariff(operation, credits, from, to, origin);
    }
}
