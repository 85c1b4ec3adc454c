package dev.tare.server.cli;

import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresInit;
import dev.tare.server.postgres.PrintedSql;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tare init}: makes a database of yours ready to hold the ledger. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the ledger's tables in your PostgreSQL database, and says of each whether it was"
                    + " there, was made, or is somebody else's. May be run again.",
            "All of them are made, or none. Nothing that isn't Tare's is altered or dropped: where"
                    + " a name is taken, give Tare a schema of its own with ?schema=NAME.",
            "`tare serve --db` does the same with its first connection; this verb shows it.",
            "",
            "Ends with 0 where all is there, with 1 where a name is taken.",
            "",
            "Examples:",
            "  tare init --db postgres://postgres:secret@db.example.com:5432/postgres",
            "  tare init --db 'postgres://postgres:secret@db.example.com/postgres?schema=tare'",
            "  tare init --print-sql > tare.sql      (for Supabase's SQL editor, or psql)",
            "  tare init --print-role tare_app       (a role that can't change what is recorded)",
            ""
        })
final class InitCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private WorkspaceOption workspace;

    @Option(names = "--print-sql", description = "Print the SQL instead of running it.")
    private boolean printSql;

    @Option(
            names = "--print-role",
            paramLabel = "NAME",
            description = "Print the SQL that makes a role with no more rights than Tare needs.")
    private @Nullable String role;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        PostgresAddress address = workspace.database();
        String schema = address == null ? "public" : address.schema();
        PrintWriter out = spec.commandLine().getOut();
        if (printSql || role != null) {
            if (printSql) {
                out.print(PrintedSql.tables(schema, workspace.zone()));
            }
            if (role != null) {
                out.print(PrintedSql.role(schema, checked(role)));
            }
            out.flush();
            return ExitCode.OK;
        }
        if (address == null) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "Which database? Give its address with --db or in TARE_DB_URL, as your"
                            + " provider shows it; or print the SQL with --print-sql.");
        }
        PostgresInit.Outcome outcome;
        try (ImportBar bar = ImportBar.ofDays()) {
            outcome =
                    PostgresInit.run(
                            address, workspace.zone(), (done, all) -> bar.at(done, all, done));
        }
        if (json) {
            out.println(new JsonMapper().writeValueAsString(map(outcome)));
        } else {
            print(outcome, out);
        }
        out.flush();
        return outcome.refused().isEmpty() ? ExitCode.OK : ExitCode.FINDING;
    }

    private static String checked(String role) {
        if (!role.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "A role can't be called \""
                            + role
                            + "\" here; use small letters, digits and _, such as tare_app.");
        }
        return role;
    }

    private static void print(PostgresInit.Outcome outcome, PrintWriter out) {
        out.printf(
                "Database %s, PostgreSQL %s, schema %s%n%n",
                outcome.database(), outcome.server(), outcome.schema());
        for (PostgresInit.Line line : outcome.lines()) {
            out.printf(
                    "  %-32s %-10s %s%n",
                    line.name(),
                    line.kind(),
                    line.why().isEmpty() ? text(line) : text(line) + ": " + line.why());
        }
        out.println();
        if (!outcome.refused().isEmpty()) {
            out.println(outcome.refused());
            return;
        }
        out.println(
                "All is there. Row-level security is on, and nobody but the owner can read or write"
                        + " these tables; Supabase's service_role can read them.");
        out.println(
                "An application doesn't insert into them: it sends usage to Tare"
                        + " (POST /v1/usage).");
        out.println("Next: tare serve --db …");
    }

    private static String text(PostgresInit.Line line) {
        return switch (line.state()) {
            case CREATED -> "created";
            case EXISTS -> "exists";
            case FOREIGN -> "somebody else's";
            case MISSING -> "not made";
        };
    }

    private static Map<String, Object> map(PostgresInit.Outcome outcome) {
        List<Map<String, Object>> lines =
                outcome.lines().stream()
                        .map(line -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("name", line.name());
                            one.put("kind", line.kind());
                            one.put("state", line.state().name().toLowerCase(Locale.ROOT));
                            one.put("why", line.why().isEmpty() ? null : line.why());
                            return one;
                        })
                        .toList();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("database", outcome.database());
        map.put("server", outcome.server());
        map.put("schema", outcome.schema());
        map.put("ready", outcome.refused().isEmpty());
        map.put("refused", outcome.refused().isEmpty() ? null : outcome.refused());
        map.put("objects", lines);
        return map;
    }
}
