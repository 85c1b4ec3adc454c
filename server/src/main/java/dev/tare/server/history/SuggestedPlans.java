package dev.tare.server.history;

import dev.tare.core.pricing.Books;
import dev.tare.core.pricing.Plan;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The entries of plans in a suggested mapping. */
final class SuggestedPlans {
    private final SchemaLook look;
    private final Set<String> known;
    private final SuggestedYaml yaml;

    SuggestedPlans(SchemaLook look, Books books, SuggestedYaml yaml) {
        this.look = look;
        this.known = books.plans().plans().stream().map(Plan::id).collect(Collectors.toSet());
        this.yaml = yaml;
    }

    void write(List<SchemaTable> tables) throws SourceFault {
        boolean any = false;
        for (SchemaTable table : tables) {
            any |= subscriptions(table, any);
        }
        for (SchemaTable table : tables) {
            any |= purchases(table, any);
        }
        if (!any) {
            yaml.comment(
                    0, SuggestedYaml.CHECK + ": no table tells who was on which plan, and when.");
        }
        for (SchemaTable table : tables) {
            String now = table.first(SchemaNames.PLAN);
            if (SchemaNames.mayBeUsers(table.name()) && now != null) {
                yaml.comment(
                        0,
                        table.sql() + "." + now + " isn't used: it says the plan of today only.");
            }
        }
        // Where nothing is known of anybody, a guess would turn unknown revenue into none.
        yaml.check(
                0,
                (any ? "" : "# ") + "plan_otherwise: free",
                "what users without such a row were on; left out, it isn't known");
    }

    private void begin(boolean any) {
        if (!any) {
            yaml.line(0, "plans:");
        }
    }

    private boolean subscriptions(SchemaTable table, boolean any) throws SourceFault {
        String user = table.first(SchemaNames.USER);
        String plan = table.first(SchemaNames.PLAN);
        String since = table.first(SchemaNames.PLAN_SINCE);
        String until = table.first(SchemaNames.PLAN_UNTIL);
        if (!SchemaNames.maySubscribe(table.name())
                || user == null
                || plan == null
                || since == null) {
            return false;
        }
        begin(any);
        yaml.line(1, "- from: " + SuggestedYaml.sql(table.sql() + " s"));
        yaml.line(2, "user: s." + SchemaTable.quoted(user));
        yaml.line(2, "plan: s." + SchemaTable.quoted(plan));
        names(look.words(table, "t." + SchemaTable.quoted(plan), null));
        sure(
                since.equals("started_at"),
                "since: s." + SchemaTable.quoted(since),
                "first day on it?");
        if (until != null) {
            sure(
                    until.equals("ended_at"),
                    "until: s." + SchemaTable.quoted(until),
                    "first day no longer on it?");
        }
        return true;
    }

    private void sure(boolean sure, String line, String question) {
        if (sure) {
            yaml.line(2, line);
        } else {
            yaml.check(2, line, question);
        }
    }

    /** Packages bought, where credits are kept with a word in JSON that says which. */
    private boolean purchases(SchemaTable table, boolean any) throws SourceFault {
        String user = table.first(SchemaNames.USER);
        String kind = table.first(SchemaNames.CREDIT_KIND);
        String since = table.first(SchemaNames.TIME);
        if (!SchemaNames.mayBeCredits(table.name())
                || user == null
                || kind == null
                || since == null
                || !table.isJson("metadata")
                || !table.columns().containsKey("metadata")) {
            return false;
        }
        List<String> words = look.words(table, "t." + SchemaTable.quoted(kind), null);
        for (String word : words == null ? List.<String>of() : words) {
            String where = "t." + SchemaTable.quoted(kind) + " = " + SqlParts.literal(word);
            for (String name : List.of("package", "pack", "plan", "product")) {
                String plan = "(t.metadata->>" + SqlParts.literal(name) + ")";
                List<String> plans =
                        SchemaNames.isPurchase(word) ? look.words(table, plan, where) : null;
                if (plans != null && !plans.isEmpty()) {
                    begin(any);
                    yaml.check(
                            1,
                            "- from: " + SuggestedYaml.sql(table.sql() + " t"),
                            "packages bought: each holds until the next, without a subscription");
                    yaml.line(2, "where: " + where + " AND " + plan + " IS NOT NULL");
                    yaml.line(2, "user: t." + SchemaTable.quoted(user));
                    yaml.line(2, "plan: " + plan);
                    names(plans);
                    yaml.line(2, "since: t." + SchemaTable.quoted(since));
                    return true;
                }
            }
        }
        return false;
    }

    /** Words that aren't a plan's id in the price book. */
    private void names(@Nullable List<String> words) {
        List<String> strange =
                words == null
                        ? List.of()
                        : words.stream().filter(word -> !known.contains(word)).toList();
        if (!strange.isEmpty()) {
            yaml.line(2, "names:");
        }
        for (String word : strange) {
            boolean pro = word.equalsIgnoreCase("professional") && known.contains("pro");
            yaml.check(
                    3,
                    SuggestedYaml.word(word) + ": " + SuggestedYaml.word(pro ? "pro" : word),
                    pro ? "the price book's name?" : "the price book has no such plan");
        }
    }
}
