package dev.tare.server.postgres;

import dev.tare.server.tables.Sql;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The same work as a script, for whoever would rather run it by hand. */
public final class PrintedSql {
    private static final List<String> ADDED_TO =
            List.of(
                    "api_usage_logs",
                    "api_cost_adjustments",
                    "api_cost_config",
                    "api_plan_config",
                    "api_credit_config",
                    "usage_quarantine",
                    "quarantine_decisions",
                    "log_retention",
                    "api_cost_terms");

    private static final List<String> CHANGED =
            List.of(
                    "tare_ledger",
                    "journal_positions",
                    "api_cost_summaries",
                    "api_cost_summary_quantities",
                    "usage_quarter_hours",
                    "usage_quarter_hour_quantities",
                    "usage_user_days",
                    "api_cost_summary_adjustments",
                    "api_cost_summary_quantity_adjustments",
                    "usage_quarter_hour_adjustments",
                    "usage_quarter_hour_quantity_adjustments",
                    "usage_user_day_adjustments",
                    "api_cost_periods");

    private PrintedSql() {}

    /**
     * Makes the tables, in one transaction; may be run again. Ends with a line that says it is
     * done, and stops before the first change where a name is taken.
     *
     * @param schema a plain name, as addresses have it
     */
    public static String tables(String schema, ZoneId zone) {
        String names =
                Scripts.relations().stream()
                        .map(relation -> Sql.text(relation.name()))
                        .collect(Collectors.joining(", "));
        String data =
                Scripts.relations().stream()
                        .filter(Scripts.Relation::bearsData)
                        .map(relation ->
                                "(" + Sql.text(relation.name()) + ", " + relation.since() + ")")
                        .collect(Collectors.joining(", "));
        String functions =
                Scripts.functions().stream().map(Sql::text).collect(Collectors.joining(", "));
        long count =
                Scripts.relations().stream()
                        .filter(relation -> !relation.kind().equals("index"))
                        .count();
        return Scripts.text("printed-tables.sql")
                .replace("{scripts}", String.join("\n", Scripts.all(schema)))
                .replace("{schema}", schema)
                .replace("{names}", names)
                .replace("{data}", data)
                .replace("{functions}", functions)
                .replace("{version}", Integer.toString(Scripts.VERSION))
                .replace("{zone}", Sql.text(zone.getId()))
                .replace("{count}", Long.toString(count));
    }

    /**
     * Makes a role that can record and read and do nothing else: it can neither change nor delete
     * rows of the log, nor make tables.
     *
     * @param schema a plain name, as addresses have it
     * @param role a plain name in small letters
     */
    public static String role(String schema, String role) {
        List<String> grants = new ArrayList<>();
        for (String table : ADDED_TO) {
            grants.addAll(rights(schema, role, table, List.of("SELECT", "INSERT")));
        }
        for (String table : CHANGED) {
            grants.addAll(rights(schema, role, table, List.of("SELECT", "INSERT", "UPDATE")));
        }
        Scripts.relations().stream()
                .filter(relation -> relation.kind().equals("view"))
                .map(view -> "GRANT SELECT ON %s.%s TO %s;".formatted(schema, view.name(), role))
                .forEach(grants::add);
        return Scripts.text("printed-role.sql")
                .replace("{schema}", schema)
                .replace("{role}", role)
                .replace("{grants}", String.join("\n", grants));
    }

    /** To do these things to a table's rows, and the policies that let it. */
    private static List<String> rights(
            String schema, String role, String table, List<String> doing) {
        String on = schema + "." + table;
        List<String> sql = new ArrayList<>();
        sql.add("GRANT %s ON %s TO %s;".formatted(String.join(", ", doing), on, role));
        for (String what : doing) {
            String condition =
                    switch (what) {
                        case "SELECT" -> "USING (TRUE)";
                        case "INSERT" -> "WITH CHECK (TRUE)";
                        default -> "USING (TRUE) WITH CHECK (TRUE)";
                    };
            String policy = "tare_" + what.toLowerCase(Locale.ROOT) + "_" + role;
            sql.add("DROP POLICY IF EXISTS %s ON %s;".formatted(policy, on));
            sql.add(
                    "CREATE POLICY %s ON %s FOR %s TO %s %s;"
                            .formatted(policy, on, what, role, condition));
        }
        return sql;
    }
}
