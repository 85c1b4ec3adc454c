package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.history.HistoryMapping;
import dev.tare.server.postgres.ForeignTables;
import dev.tare.server.postgres.PostgresAddress;
import dev.tare.server.postgres.PostgresDatabases;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;

/** What a source can be, what it may do, and how it can fail. */
class HistorySourcesTest {
    @TempDir Path folder;
    private HistoryShell shell;

    @BeforeEach
    void enterPrices() throws Exception {
        shell = new HistoryShell(folder).enterPrices();
    }

    private static PostgresAddress editor() throws Exception {
        return EditorShape.make(EditorShape.NOVEMBER, HistoryImportTest.CALLS);
    }

    /** As a table editor exports it. */
    private Path exported(PostgresAddress from) throws Exception {
        return exported(
                from,
                List.of("profiles", "subscriptions", "processed_images", "credit_transactions"));
    }

    private Path exported(PostgresAddress from, List<String> tables) throws Exception {
        Path files = Files.createDirectories(folder.resolve("exports"));
        for (String table : tables) {
            boolean packed = table.startsWith("credit");
            Path file = files.resolve(table + (packed ? ".csv.gz" : ".csv"));
            try (Connection connection = new ForeignTables(from).open();
                    OutputStream plain = Files.newOutputStream(file);
                    OutputStream out = packed ? new GZIPOutputStream(plain) : plain) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("COPY " + table + " TO STDOUT (FORMAT csv, HEADER)", out);
            }
        }
        return files;
    }

    @Test
    void csv_exports_give_the_same_report_as_the_database_to_the_byte() throws Exception {
        PostgresAddress from = editor();
        assertThat(shell.imported(from, "--dry-run")).isZero();
        String report = shell.out();
        String files = exported(from).toString();
        String[] byFiles = {"import", "history", "--csv", files, "--mapping", "image-editor"};
        assertThat(shell.tare(HistoryShell.with(byFiles, "--dry-run")))
                .as(() -> shell.err())
                .isZero();
        assertThat(shell.out()).isEqualTo(report);

        // A first mapping can be made from files, too.
        assertThat(shell.tare("import", "history", "--csv", files, "--suggest")).isZero();
        assertThat(HistoryMapping.parse(shell.out())).isInstanceOf(HistoryMapping.Good.class);
        assertThat(shell.out()).contains("from: processed_images c").contains("->>'image_id'");

        // And events are the same to the last field: what one brought in, the other knows.
        assertThat(shell.imported(from)).isZero();
        assertThat(shell.tare(byFiles)).isZero();
        assertThat(shell.figure("known already")).isEqualTo("12");
        assertThat(shell.figure("changed since")).isNull();
    }

    /** What one brought in, the other knows: nothing is counted twice. */
    @ParameterizedTest
    @CsvSource({
        "'numeric(12,2)', 1.50, 2.00, 10.25",
        "numeric, 1.5, 2, 10.25",
        "text, 1.5, 1.50, 2.25",
        "text, 007, 7, 010",
        "text, 2026-11-01T10:00:00Z, 2026-11-01T10:00:00.50Z, 2026-11-01T11:00:00+00:00",
        "bigint, 7, -70, 9223372036854775807",
        "uuid, 00000000-0000-4000-8000-000000000001, 00000000-0000-4000-8000-000000000002,"
                + " 00000000-0000-4000-8000-00000000000a",
        "timestamptz, 2026-11-01 10:00:00.50+00, 2026-11-01 10:00:00+00, 2026-11-01 13:00:00+02"
    })
    void a_call_has_the_same_id_from_files_as_from_the_database(
            String type, String first, String second, String third) throws Exception {
        PostgresAddress from = PostgresDatabases.make();
        EditorShape.execute(
                from,
                "CREATE TABLE orders (nr %s PRIMARY KEY, at timestamptz);".formatted(type)
                        + "INSERT INTO orders SELECT v::%s, '2026-11-20 10:00:00+00' FROM"
                                .formatted(type)
                        + " unnest(ARRAY['%s', '%s', '%s']) v".formatted(first, second, third));
        String mapping =
                """
                source: shop
                calls:
                  - { name: order, from: orders o, key: o.nr, time: o.at, user: "'u'",
                      operation: "'x'", provider: "'x'" }
                """;
        assertThat(shell.importedBy(from, mapping)).as(() -> shell.err()).isZero();
        assertThat(shell.figure("the ledger: added")).isEqualTo("3");
        String files = exported(from, List.of("orders")).toString();
        String file = folder.resolve("m.yaml").toString();

        assertThat(shell.tare("import", "history", "--csv", files, "--mapping", file))
                .as(() -> shell.out() + shell.err())
                .isZero();
        assertThat(shell.figure("known already")).isEqualTo("3");
        assertThat(shell.figure("the ledger: added")).isEqualTo("0");
    }

    @Test
    void a_role_that_may_only_read_some_tables_is_enough() throws Exception {
        PostgresAddress from = editor();
        String role = "reader_of_" + from.database();
        EditorShape.execute(
                from,
                ("CREATE ROLE %1$s LOGIN; ALTER ROLE %1$s SET default_transaction_read_only = on;"
                                + " GRANT SELECT ON subscriptions, processed_images TO %1$s")
                        .formatted(role));
        String url = EditorShape.url(from).replace("postgres@", role + "@");
        String[] command = {"import", "history", "--from", url, "--mapping", "image-editor"};
        assertThat(shell.tare(command)).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(shell.err())
                .contains("permission denied for table credit_transactions")
                .contains("calls[0].credits")
                .contains("GRANT SELECT");
        EditorShape.execute(from, "GRANT SELECT ON credit_transactions TO " + role);
        assertThat(shell.tare(command)).as(() -> shell.err()).isZero();
        assertThat(shell.figure("the ledger: added")).isEqualTo("12");
    }

    /** Hidden rows would be missed without a word. */
    @Test
    void rows_that_a_policy_hides_are_refused_and_not_left_out() throws Exception {
        PostgresAddress from = editor();
        String role = "hidden_from_" + from.database();
        EditorShape.execute(
                from,
                ("CREATE ROLE %1$s LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO %1$s;"
                                + " ALTER TABLE subscriptions ENABLE ROW LEVEL SECURITY;"
                                + " CREATE POLICY no_pro ON subscriptions TO %1$s"
                                + " USING (plan <> 'pro')")
                        .formatted(role));
        String url = EditorShape.url(from).replace("postgres@", role + "@");
        String[] command = {"import", "history", "--from", url, "--mapping", "image-editor"};
        assertThat(shell.tare(command)).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(shell.err()).contains("row-level security policy for table \"subscriptions\"");
        assertThat(shell.ledger("plan")).isEmpty();
    }

    @Test
    void a_mapping_that_writes_is_refused_by_the_database() throws Exception {
        PostgresAddress from = editor();
        EditorShape.execute(
                from,
                "CREATE SEQUENCE taken; CREATE FUNCTION spoil() RETURNS text LANGUAGE sql AS"
                        + " 'DELETE FROM credit_transactions; SELECT NULL::text'");
        for (String sql : List.of("nextval('taken')::text", "spoil()")) {
            String mapping =
                    """
                    source: shop
                    calls:
                      - { name: call, from: processed_images c, key: c.id, time: c.created_at,
                          user: c.user_id, operation: c.operation_type, provider: "'x'",
                          error: "%s" }
                    """
                            .formatted(sql);
            assertThat(shell.importedBy(from, mapping)).isEqualTo(ExitCode.USAGE);
            assertThat(shell.err()).contains("read-only transaction").contains("may only read");
        }
        assertThat(HistoryShell.expected(from, "'all'")).hasSize(1);
    }

    @Test
    void sql_that_the_tables_do_not_understand_is_named_by_its_place_all_at_once()
            throws Exception {
        String mapping =
                """
                source: shop
                calls:
                  - { name: call, from: processed_images c, key: c.id, time: c.made_at,
                      user: c.user_id, operation: c.operation_type || , provider: "'x'" }
                plans:
                  - { from: memberships m, user: m.u, plan: m.p, since: m.s }
                """;
        assertThat(shell.importedBy(editor(), mapping)).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err())
                .contains("calls[0].time: ERROR: column c.made_at does not exist")
                .contains("calls[0].operation: ERROR: syntax error")
                .contains("plans[0].from: ERROR: relation \"memberships\" does not exist")
                .contains("--suggest");
    }

    @Test
    void sql_that_fails_on_a_row_only_is_told_with_its_place() throws Exception {
        String mapping =
                """
                source: shop
                calls:
                  - { name: call, from: processed_images c, key: c.id, time: c.created_at,
                      user: c.user_id, operation: c.operation_type, provider: "'x'",
                      credits: c.original_filename::int }
                """;
        assertThat(shell.importedBy(editor(), mapping)).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("calls[0]").contains("invalid input syntax for type");
    }

    @Test
    void a_database_that_can_not_be_used_is_told_without_the_password() throws Exception {
        PostgresAddress from = editor();
        String away = "postgres://me:s3cret@127.0.0.1:1/db";
        assertThat(shell.tare("import", "history", "--from", away, "--mapping", "image-editor"))
                .isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(shell.err())
                .contains("me@127.0.0.1:1/db")
                .contains("source_unreachable")
                .contains("host and port")
                .doesNotContain("s3cret");
        String nowhere = EditorShape.url(from).replace(from.database(), "nowhere");
        assertThat(shell.tare("import", "history", "--from", nowhere, "--suggest"))
                .isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(shell.err()).contains("database's name");
        String stranger = EditorShape.url(from).replace("postgres@", "stranger:s3cret@");
        assertThat(shell.tare("import", "history", "--from", stranger, "--suggest"))
                .isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(shell.err()).contains("stranger").contains("login_refused");
    }

    @Test
    void what_was_written_wrong_is_told_before_anything_is_opened() {
        assertThat(
                        shell.tare(
                                "import",
                                "history",
                                "--from",
                                "mysql://x",
                                "--mapping",
                                "image-editor"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.tare("import", "history", "--csv", "nowhere", "--mapping", "image-editor"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.tare("import", "history", "--csv", folder.toString(), "--mapping", "shop"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("image-editor");
        String[] csv = {
            "import", "history", "--csv", folder.toString(), "--mapping", "image-editor"
        };
        assertThat(shell.tare(csv)).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("no .csv or .csv.gz file");
        assertThat(shell.tare(HistoryShell.with(csv, "--since", "soon"))).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("--since can't be \"soon\"");
        assertThat(shell.tare(HistoryShell.with(csv, "--from", "postgres://x")))
                .isEqualTo(ExitCode.USAGE);
    }
}
