package dev.tare.server.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The SQL that makes the ledger's tables, and what it says will be there. */
final class Scripts {
    /** The version of the tables that it makes. */
    static final int VERSION = 4;

    private static final List<String> NAMES =
            List.of(
                    "log-1",
                    "sums-1",
                    "books-1",
                    "quarantine-1",
                    "adjustments-2",
                    "retention-2",
                    "prices-3",
                    "periods-4",
                    "access-1",
                    "about-1");

    private static final Pattern TABLE =
            Pattern.compile("CREATE TABLE IF NOT EXISTS (\\w+) \\(\\n(.*?)\\n\\)", Pattern.DOTALL);
    private static final Pattern COLUMN =
            Pattern.compile("^ {4}(?!UNIQUE|PRIMARY)(\\w+) [A-Z]", Pattern.MULTILINE);
    private static final Pattern OTHER =
            Pattern.compile(
                    "CREATE (?:OR REPLACE |UNIQUE )?(VIEW|INDEX|TABLE) (?:IF NOT EXISTS )?(\\w+)"
                            + " (?:AS|ON|PARTITION OF) ?");

    private static final Pattern FUNCTION =
            Pattern.compile("CREATE OR REPLACE FUNCTION (\\w+)\\(\\w+ (\\w+)\\)");

    /**
     * Something the scripts make.
     *
     * @param kind table, partition, view or index
     * @param since the version of the tables it came with
     * @param columns of a table, in order, as it was first made; empty for others
     * @param added columns that a later version put behind those
     */
    record Relation(String name, String kind, int since, List<String> columns, List<String> added) {
        /** Something that isn't made by the scripts. */
        static Relation unknown(String name, String kind) {
            return new Relation(name, kind, 1, List.of(), List.of());
        }

        /** All columns, in order. */
        List<String> allColumns() {
            return Stream.concat(columns.stream(), added.stream()).toList();
        }

        /** Whether something is gone with it that can't be made again. */
        boolean bearsData() {
            return kind.equals("table") || kind.equals("partition");
        }
    }

    private Scripts() {}

    /**
     * All of them, in order; each statement may be run again.
     *
     * @param schema that they are run in, a plain name
     */
    static List<String> all(String schema) {
        return NAMES.stream().map(name -> text(name + ".sql").replace("{schema}", schema)).toList();
    }

    /** What is there afterwards. */
    static List<Relation> relations() {
        List<Relation> relations = new ArrayList<>();
        for (String name : NAMES) {
            String script = text(name + ".sql");
            int since = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
            for (Matcher table = TABLE.matcher(script); table.find(); ) {
                relations.add(
                        new Relation(
                                table.group(1),
                                "table",
                                since,
                                columns(table.group(2)),
                                added(table.group(1))));
            }
            for (Matcher other = OTHER.matcher(script); other.find(); ) {
                String kind =
                        switch (other.group(1)) {
                            case "VIEW" -> "view";
                            case "INDEX" -> "index";
                            default -> "partition";
                        };
                relations.add(new Relation(other.group(2), kind, since, List.of(), List.of()));
            }
        }
        return relations;
    }

    /** The functions that are there afterwards, each with its argument's type. */
    static List<String> functions() {
        return all("public").stream()
                .flatMap(script -> FUNCTION.matcher(script).results())
                .map(found -> found.group(1) + "(" + found.group(2).toLowerCase(Locale.ROOT) + ")")
                .toList();
    }

    private static List<String> added(String table) {
        Pattern column =
                Pattern.compile("ALTER TABLE " + table + " ADD COLUMN IF NOT EXISTS (\\w+) ");
        return NAMES.stream()
                .flatMap(name -> column.matcher(text(name + ".sql")).results())
                .map(found -> found.group(1))
                .toList();
    }

    private static List<String> columns(String body) {
        return COLUMN.matcher(body).results().map(found -> found.group(1)).toList();
    }

    /** A script by its file's name. */
    static String text(String name) {
        try (InputStream in = Scripts.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name, unreadable);
        }
    }
}
