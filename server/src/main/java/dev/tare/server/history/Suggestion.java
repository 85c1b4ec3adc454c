package dev.tare.server.history;

import dev.tare.core.pricing.Books;
import java.util.Comparator;
import java.util.List;

/**
 * Looks at somebody's tables and writes a first mapping. It guesses by names and by samples of
 * values, and marks every guess that matters: a mapping that looks finished and isn't would cost
 * more than it spares.
 */
public final class Suggestion {
    /** What came of looking. */
    public sealed interface Found {}

    /** A mapping, as the reader takes it. */
    public record Written(String yaml) implements Found {}

    /** No table looks like calls. */
    public record Nothing(String message) implements Found {}

    /** The tables couldn't be looked at. */
    public record Failed(String code, String message) implements Found {}

    private final SchemaLook look;
    private final Books books;
    private final SuggestedYaml yaml = new SuggestedYaml();

    private Suggestion(SchemaLook look, Books books) {
        this.look = look;
        this.books = books;
    }

    /**
     * Looks and writes.
     *
     * @param books the workspace's prices: providers and plans are called as they are there
     */
    public static Found of(HistoryDatabase database, Books books) {
        try (SourceSession session = new SourceSession(database)) {
            return new Suggestion(new SchemaLook(session), books).look();
        } catch (SourceFault fault) {
            return new Failed(fault.code(), fault.text());
        }
    }

    private Found look() throws SourceFault {
        List<SchemaTable> tables = look.tables();
        List<SchemaTable> candidates =
                tables.stream()
                        .filter(Suggestion::looksLikeCalls)
                        .sorted(
                                Comparator.comparingLong(SchemaTable::rows)
                                        .reversed()
                                        .thenComparing(SchemaTable::sql))
                        .toList();
        if (candidates.isEmpty()) {
            return new Nothing(nothing(tables));
        }
        SchemaTable calls = candidates.getFirst();
        yaml.comment(
                0, "A first mapping, made from names and samples. Lines with CHECK are guesses:");
        yaml.comment(0, "look at each, then run: tare import history --mapping FILE --dry-run");
        yaml.check(0, "source: app", "a name for your application; ids of events hang on it");
        yaml.blank();
        yaml.line(0, "calls:");
        SuggestedCalls suggested = new SuggestedCalls(look, books, yaml);
        suggested.write(calls, tables);
        others(candidates.subList(1, candidates.size()));
        yaml.blank();
        new SuggestedPlans(look, books, yaml).write(tables);
        return new Written(yaml.toString());
    }

    private void others(List<SchemaTable> others) {
        for (SchemaTable other : others) {
            yaml.comment(
                    1,
                    SuggestedYaml.CHECK
                            + ": "
                            + other.sql()
                            + " ("
                            + (other.rows() == 0 ? "empty" : count(other.rows()) + " rows")
                            + ") looks like calls, too. Add it only where its calls aren't those"
                            + " above.");
        }
    }

    static String count(long rows) {
        return rows >= SchemaLook.ROWS_MAX ? rows + " or more" : Long.toString(rows);
    }

    /** A time, a user, and something that tells what was called or used. */
    private static boolean looksLikeCalls(SchemaTable table) {
        return SchemaNames.mayBeCalls(table.name())
                && !isOurs(table)
                && table.first(SchemaNames.TIME) != null
                && (table.first(SchemaNames.USER) != null
                        || table.first(SchemaNames.INPUT_TOKENS) != null
                        || table.first(SchemaNames.COST) != null)
                && hasWork(table);
    }

    private static boolean hasWork(SchemaTable table) {
        for (List<String> names :
                List.of(
                        SchemaNames.OPERATION,
                        SchemaNames.MODEL,
                        SchemaNames.PROVIDER,
                        SchemaNames.INPUT_TOKENS,
                        SchemaNames.TOKENS,
                        SchemaNames.COST)) {
            if (table.first(names) != null) {
                return true;
            }
        }
        return false;
    }

    /** Tare's own log, where Tare keeps its ledger in the same database. */
    private static boolean isOurs(SchemaTable table) {
        return table.columns().containsKey("rate_card_id")
                && table.columns().containsKey("fingerprint");
    }

    private static String nothing(List<SchemaTable> tables) {
        String names =
                tables.isEmpty()
                        ? null
                        : String.join(
                                ", ", tables.stream().limit(30).map(SchemaTable::sql).toList());
        return "No table looks like calls. Looked for: a name with image, upload, generation,"
                + " usage, call, request, job, task, completion or log; a time (created_at …); a"
                + " user (user_id …); an operation, a model, tokens or a cost. "
                + (names == null
                        ? "The role that connects sees no table at all."
                        : "There are: " + names + ". Write a mapping by hand: see the manual.");
    }
}
