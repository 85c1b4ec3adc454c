package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.postgres.AskedDatabase;
import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresDatabases;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs, with the ledger in a PostgreSQL database. */
class PostgresCommandLineTest {
    private static final String EVENTS =
            """
            {"id":"a","time":"2026-11-20T10:00:00Z","user_id":"u1","provider":"azure",\
            "operation":"chat","status":"success","quantities":{"input_tokens":1000000}}
            {"id":"b","time":"2026-11-21T10:00:00Z","user_id":"u2","provider":"azure",\
            "operation":"chat","status":"success","quantities":{"input_tokens":2000000}}
            """;
    private static final String PRICES =
            """
            source: "a test"
            rate_cards:
              - id: azure-chat
                provider: azure
                operation: chat
                from: 2023-01-01
                rates:
                  input_tokens: { usd: "2.50", per: 1000000 }
            """;

    @TempDir Path folder;
    private final PostgresAddress address = PostgresDatabases.make();
    private final AskedDatabase database = new AskedDatabase(address);
    private String out = "";
    private String err = "";

    private int tare(String... words) {
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        int code = Tare.run(words, new PrintWriter(printed), new PrintWriter(complained));
        out = printed.toString();
        err = complained.toString();
        return code;
    }

    private String url() {
        return "postgres://postgres@" + address.place();
    }

    /** On a data folder, with the database's address. */
    private int tareHere(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", folder.resolve("data").toString(), "--db", url()));
        return tare(all.toArray(String[]::new));
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private void importAll() throws Exception {
        assertThat(tareHere("import", "prices", file("p.yaml", PRICES).toString())).isZero();
        assertThat(tareHere("import", "usage", file("e.ndjson", EVENTS).toString())).isZero();
    }

    @Test
    void init_says_of_each_table_what_became_of_it() {
        assertThat(tare("init", "--db", url())).isZero();
        assertThat(out)
                .contains("Database " + address.place(), "schema public")
                .containsPattern("api_usage_logs +table +created")
                .contains("POST /v1/usage");

        assertThat(tare("init", "--db", url(), "--json")).isZero();
        assertThat(out)
                .contains("\"ready\":true", "\"state\":\"exists\"")
                .doesNotContain("created");
    }

    @Test
    void init_refuses_a_taken_name_and_says_what_to_do() throws Exception {
        database.run("CREATE TABLE api_usage_logs (id INT)");

        assertThat(tare("init", "--db", url())).isEqualTo(ExitCode.FINDING);
        assertThat(out)
                .containsPattern("api_usage_logs +table +somebody else's: it has no column source")
                .containsPattern("tare_ledger +table +not made")
                .contains("?schema=tare");
        assertThat(tare("init", "--db", url() + "?schema=tare")).isZero();
    }

    @Test
    void init_without_an_address_and_with_a_bad_one_is_told_apart() {
        assertThat(tare("init")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("--db", "TARE_DB_URL", "--print-sql");
        assertThat(tare("init", "--db", "mysql://x")).isEqualTo(ExitCode.USAGE);
        assertThat(tare("init", "--db", "postgres://nobody:secret@127.0.0.1:1/none"))
                .isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(err).contains("127.0.0.1:1/none").doesNotContain("secret");
        assertThat(tare("init", "--print-role", "Robert'); DROP")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void import_report_sql_status_and_verify_work_as_on_a_file() throws Exception {
        importAll();

        assertThat(tareHere("report", "profit", "--range", "all", "--csv")).isZero();
        assertThat(out).contains("7.5");
        assertThat(tareHere("sql", "SELECT SUM(api_cost) AS cost FROM api_usage_logs")).isZero();
        assertThat(out).contains("7.500000000");
        assertThat(tareHere("status")).isZero();
        assertThat(out).containsPattern("recorded +2");
        assertThat(tareHere("verify")).isZero();
        assertThat(out).contains("ok   costs");
        assertThat(tareHere("import", "usage", folder.resolve("e.ndjson").toString())).isZero();
        assertThat(out).containsPattern("added +0").containsPattern("known already +2");
        assertThat(folder.resolve("data").resolve("tare.duckdb")).doesNotExist();
    }

    @Test
    void what_works_on_the_file_alone_says_so() throws Exception {
        importAll();

        assertThat(tareHere("backup", folder.resolve("copy").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("PostgreSQL database", "pg_dump");
        for (String verb : List.of("rebuild", "restore x.duckdb")) {
            assertThat(tareHere(verb.split(" ", -1))).as(verb).isEqualTo(ExitCode.USAGE);
            assertThat(err).contains("works on a ledger in a file");
        }
        assertThat(tareHere("repair")).isZero();
        assertThat(tareHere("demo")).isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("leave out --db");
    }

    @Test
    void the_folder_is_not_opened_without_its_database() throws Exception {
        importAll();

        assertThat(tare("report", "profit", "--data", folder.resolve("data").toString()))
                .isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(err).contains(address.database(), "--db");
    }
}
