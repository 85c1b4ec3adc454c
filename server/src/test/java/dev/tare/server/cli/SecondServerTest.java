package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.server.dashboard.RecordedSignal;
import dev.tare.server.wiring.House;
import dev.tare.server.wiring.HouseSettings;
import dev.tare.server.wiring.ShippedPrices;
import dev.tare.server.wiring.WebServer;
import dev.tare.server.wiring.WebSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One folder, one server: a second is refused by name, and every verb goes to the first. */
class SecondServerTest {
    @TempDir Path folder;
    private House house;
    private WebServer server;
    private String said = "";

    @BeforeEach
    void start() {
        house =
                House.open(
                        new HouseSettings(data(), ZoneOffset.UTC),
                        Clock.systemUTC(),
                        ShippedPrices::read,
                        state -> {});
        server =
                WebServer.start(
                        house,
                        new RecordedSignal(),
                        new WebSettings("127.0.0.1", 0, Set.of()),
                        made -> {});
    }

    @AfterEach
    void stop() {
        server.close();
        house.close();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private int tare(String... words) {
        StringWriter printed = new StringWriter();
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--data";
        all[words.length + 1] = data().toString();
        int code = Tare.run(all, new PrintWriter(printed), new PrintWriter(printed));
        said = printed.toString();
        return code;
    }

    private void firstIsUnharmed() throws Exception {
        Path usage = folder.resolve("usage.ndjson");
        Files.writeString(
                usage,
                "{\"id\":\"a\",\"time\":\"2026-11-01T00:00:00Z\",\"user_id\":\"u\","
                        + "\"provider\":\"deep_image\",\"operation\":\"upscale\"}\n");
        assertThat(tare("import", "usage", usage.toString())).as(said).isZero();
        assertThat(house.awaitRecorded(Duration.ofSeconds(30))).isTrue();
        assertThat(house.state().recorded()).isEqualTo(1);
        assertThat(tare("verify")).as(said).isZero();
    }

    @Test
    void a_second_server_is_refused_with_the_address_and_process_of_the_first() throws Exception {
        assertThat(tare("serve", "--port", "0")).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(said)
                .contains(server.address().toString())
                .contains(String.valueOf(ProcessHandle.current().pid()))
                .doesNotContain("\tat ");
        firstIsUnharmed();
    }

    @Test
    void it_is_refused_too_where_the_first_ones_address_is_gone() throws Exception {
        Path address = data().resolve("server.json");
        byte[] kept = Files.readAllBytes(address);
        Files.delete(address);
        assertThat(tare("serve", "--port", "0")).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(said).contains("journal in").contains("in use by").doesNotContain("\tat ");
        assertThat(tare("status")).as("nor does a verb").isEqualTo(ExitCode.ENVIRONMENT);
        Files.write(address, kept);
        firstIsUnharmed();
    }

    @Test
    void verbs_that_need_the_file_ask_the_running_server_or_say_to_stop_it() {
        for (String verb : new String[] {"status", "verify", "prices"}) {
            assertThat(tare(verb)).as(said).isZero();
        }
        assertThat(tare("sql", "SELECT COUNT(*) FROM api_usage_logs")).as(said).isZero();
        assertThat(tare("report", "profit", "--range", "all")).as(said).isZero();
        assertThat(tare("backup", folder.resolve("copy.duckdb").toString())).as(said).isZero();
        for (String verb : new String[] {"rebuild", "repair"}) {
            assertThat(tare(verb)).as(verb + said).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(said).contains("already");
        }
    }
}
