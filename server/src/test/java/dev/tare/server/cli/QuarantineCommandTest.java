package dev.tare.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tare quarantine}, on a data folder without a server. */
class QuarantineCommandTest {
    @TempDir Path folder;
    private String out = "";
    private String err = "";

    private int tare(String... args) {
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        String[] all =
                Stream.concat(
                                Arrays.stream(args),
                                Stream.of("--data", folder.resolve("data").toString()))
                        .toArray(String[]::new);
        int code = Tare.run(all, new PrintWriter(printed), new PrintWriter(complained));
        out = printed.toString();
        err = complained.toString();
        return code;
    }

    private void send(String... users) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (String user : users) {
            lines.append(
                    """
                    {"id":"call-1","time":"2026-11-20T10:00:00Z","user_id":"%s","provider":"p",\
                    "operation":"o"}
                    """
                            .formatted(user));
        }
        Path file = Files.writeString(folder.resolve(users[0] + ".ndjson"), lines.toString());
        assertThat(tare("import", "usage", file.toString())).as(err).isZero();
    }

    private List<String> entries() {
        tare("quarantine", "--json", "--state", "all");
        Matcher entry = Pattern.compile("\"entry\":\"([^\"]+)\"").matcher(out);
        return entry.results().map(match -> match.group(1)).toList();
    }

    @Test
    void where_nothing_waits_it_says_so() throws Exception {
        send("ann");
        assertThat(tare("quarantine")).as(err).isZero();
        assertThat(out).contains("Nothing waits in quarantine");
        assertThat(tare("quarantine", "discard", "--reason", "conflict", "--all")).isZero();
        assertThat(out).contains("Nothing waits for that reason");
    }

    @Test
    void a_conflict_is_listed_shown_and_recorded_under_a_new_id() throws Exception {
        send("ann", "bob");
        String entry = entries().getFirst();

        assertThat(tare("quarantine")).isEqualTo(1);
        assertThat(out).contains(entry, "conflict", "call-1", "bob", "user_id", "1 wait");
        assertThat(tare("quarantine", "show", entry)).isZero();
        assertThat(out).contains("≠", "ann", "bob", "--new-id");
        assertThat(tare("quarantine", "retry", entry)).isEqualTo(2);
        assertThat(err).contains(entry, "new id");
        assertThat(tare("quarantine", "retry", entry, "--new-id", "call-2")).as(err).isZero();
        assertThat(out).contains("recorded in the ledger");

        assertThat(tare("quarantine")).isZero();
        assertThat(out).contains("1 settled before");
        assertThat(tare("status")).isZero();
        assertThat(out).containsPattern("waiting +0").containsPattern("recorded +2");
        assertThat(tare("verify")).isZero();
        assertThat(out).contains("ok   quarantine");
    }

    @Test
    void all_of_one_reason_are_discarded_at_once_with_a_note() throws Exception {
        send("ann", "bob", "carl");

        assertThat(
                        tare(
                                "quarantine",
                                "discard",
                                "--reason",
                                "conflict",
                                "--all",
                                "--note",
                                "sender's fault"))
                .as(err)
                .isZero();
        assertThat(out).hasLineCount(2).contains("discarded.");
        String entry = entries().getFirst();
        assertThat(tare("quarantine", "discard", entry)).isEqualTo(2);
        assertThat(err).contains("discarded already");
        assertThat(tare("quarantine", "show", entry)).isZero();
        assertThat(out).contains("Decided by cli", "sender's fault");
        assertThat(tare("verify")).isZero();
    }

    @Test
    void wrong_words_are_named() throws Exception {
        send("ann");
        assertThat(tare("quarantine", "--state", "asleep")).isEqualTo(2);
        assertThat(err).contains("waiting, retried, discarded or all");
        assertThat(tare("quarantine", "discard")).isEqualTo(2);
        assertThat(tare("quarantine", "discard", "x-1", "--all", "--reason", "conflict"))
                .isEqualTo(2);
        assertThat(tare("quarantine", "retry", "a-1", "a-2", "--new-id", "b")).isEqualTo(2);
        assertThat(tare("quarantine", "show", "a-1")).isEqualTo(2);
        assertThat(err).contains("no entry");
    }
}
