package dev.tare.core.pricing;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.money.Amounts;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The terms of every plan and the credits each operation takes, by date. Immutable.
 *
 * <p>Where several terms are in force, the one with the latest start wins; among those the one
 * entered last.
 */
public final class PlanBook {
    private final List<Plan> plans;
    private final List<CreditTariff> tariffs;
    private final Map<String, List<Plan>> plansById;
    private final Map<String, List<CreditTariff>> tariffsByOperation;

    /** A book of these terms, in the order they were entered. */
    public PlanBook(List<Plan> plans, List<CreditTariff> tariffs) {
        this.plans = List.copyOf(plans);
        this.tariffs = List.copyOf(tariffs);
        plansById =
                this.plans.reversed().stream()
                        .sorted(Comparator.comparing(Plan::from).reversed())
                        .collect(Collectors.groupingBy(Plan::id));
        tariffsByOperation =
                this.tariffs.reversed().stream()
                        .sorted(Comparator.comparing(CreditTariff::from).reversed())
                        .collect(Collectors.groupingBy(CreditTariff::operation));
    }

    /** This book with more terms; equal ones are left out. */
    public PlanBook with(List<Plan> morePlans, List<CreditTariff> moreTariffs) {
        List<Plan> allPlans = new ArrayList<>(plans);
        morePlans.stream().filter(plan -> !allPlans.contains(plan)).forEach(allPlans::add);
        List<CreditTariff> allTariffs = new ArrayList<>(tariffs);
        moreTariffs.stream().filter(t -> !allTariffs.contains(t)).forEach(allTariffs::add);
        return new PlanBook(allPlans, allTariffs);
    }

    /** All terms of all plans, in the order entered. */
    public List<Plan> plans() {
        return plans;
    }

    /** All tariffs, in the order entered. */
    public List<CreditTariff> tariffs() {
        return tariffs;
    }

    /** The plan's terms at that time, {@code null} if none are known. */
    public @Nullable Plan planAt(String id, Instant time) {
        for (Plan plan : plansById.getOrDefault(id, List.of())) {
            if (plan.holdsAt(time)) {
                return plan;
            }
        }
        return null;
    }

    /** What the event's credits are worth at that time. */
    public CreditValue value(UsageEvent event, Instant time) {
        BigDecimal credits = creditsCharged(event, time);
        if (credits == null) {
            return new CreditValue.Unvalued(null, CreditValue.Reason.NO_TARIFF);
        }
        if (credits.signum() == 0) {
            return new CreditValue.Valued(credits, Amounts.rounded(BigDecimal.ZERO));
        }
        if (event.plan() == null || event.plan().equals(Plan.UNKNOWN)) {
            return new CreditValue.Unvalued(credits, CreditValue.Reason.PLAN_UNKNOWN);
        }
        Plan plan = planAt(event.plan(), time);
        if (plan == null) {
            return new CreditValue.Unvalued(credits, CreditValue.Reason.PLAN_WITHOUT_TERMS);
        }
        if (plan.credits().signum() == 0) {
            return new CreditValue.Unvalued(credits, CreditValue.Reason.PLAN_WITHOUT_CREDITS);
        }
        // The credit price itself may have no end (10 / 3): multiply first, divide and round once.
        BigDecimal amount = Amounts.roundedQuotient(credits.multiply(plan.price()), plan.credits());
        return Amounts.fits(amount)
                ? new CreditValue.Valued(credits, amount)
                : new CreditValue.Unvalued(credits, CreditValue.Reason.AMOUNT_TOO_LARGE);
    }

    private @Nullable BigDecimal creditsCharged(UsageEvent event, Instant time) {
        if (event.credits() != null) {
            return event.credits();
        }
        if (event.status() != EventStatus.SUCCESS) {
            return BigDecimal.ZERO;
        }
        for (CreditTariff tariff : tariffsByOperation.getOrDefault(event.operation(), List.of())) {
            if (tariff.holdsAt(time)) {
                return tariff.credits();
            }
        }
        return null;
    }
}
