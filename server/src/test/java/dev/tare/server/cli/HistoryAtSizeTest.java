package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.postgres.PostgresAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many rows, little memory. */
class HistoryAtSizeTest {
    private static final int ROWS = 100_000;

    /** Half the users subscribe in the middle of the month, a twentieth of the calls failed. */
    private static final String MANY =
            """
            INSERT INTO profiles (id, email)
                SELECT md5('u' || i)::uuid, 'u' || i FROM generate_series(0, 4999) i;
            INSERT INTO subscriptions (user_id, plan, status, started_at)
                SELECT md5('u' || i)::uuid, 'basic', 'active', '2026-11-12 00:00+00'
                FROM generate_series(0, 4999, 2) i;
            INSERT INTO processed_images
                    (id, user_id, operation_type, processing_status, created_at)
                SELECT md5('i' || i)::uuid, md5('u' || i %% 5000)::uuid,
                    (ARRAY['upscale', 'background-removal', 'image-generation'])[1 + i %% 3],
                    CASE WHEN i %% 20 = 0 THEN 'failed' ELSE 'completed' END,
                    '2026-11-01 00:00+00'::timestamptz + i * interval '20 seconds'
                FROM generate_series(1, %d) i;
            INSERT INTO credit_transactions (user_id, amount, type, metadata, created_at)
                SELECT c.user_id, a.amount, a.type, jsonb_build_object('image_id', c.id),
                    c.created_at
                FROM processed_images c, (VALUES (-1, 'usage'), (1, 'refund')) a (amount, type)
                WHERE a.type = 'usage' OR c.processing_status = 'failed';
            -- The oracle asks call by call and needs indexes; the import reads whole pages.
            CREATE INDEX ON credit_transactions ((metadata->>'image_id'));
            CREATE INDEX ON credit_transactions (user_id, type);
            CREATE INDEX ON subscriptions (user_id);
            ANALYZE;
            """
                    .formatted(ROWS);

    @TempDir Path folder;

    @Test
    void a_hundred_thousand_rows_pass_through_little_memory_and_add_up() throws Exception {
        PostgresAddress from = EditorShape.make(MANY);
        HistoryShell shell = new HistoryShell(folder).enterPrices();
        Path said = folder.resolve("said.txt");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx128m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Tare.class.getName()));
        command.addAll(List.of("import", "history", "--mapping", "image-editor"));
        command.addAll(List.of("--from", EditorShape.url(from)));
        command.addAll(List.of("--data", shell.data().toString()));
        int code =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start()
                        .waitFor();
        assertThat(code).as(Files.readString(said, StandardCharsets.UTF_8)).isZero();
        Map<String, String> expected = HistoryShell.expected(from, "plan_id");
        assertThat(shell.ledger("plan")).isEqualTo(expected);
    }
}
