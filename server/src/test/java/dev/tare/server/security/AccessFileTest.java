package dev.tare.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.server.security.AccessFile.FirstSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessFileTest {
    @TempDir Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("access.json");
    }

    private AccessFile.Opened open() {
        return AccessFile.open(file, Clock.systemUTC(), new SecureRandom());
    }

    private static FirstSecrets made(AccessFile.Opened opened) {
        return Objects.requireNonNull(opened.made());
    }

    private static KeyKind kind(@Nullable AccessKey key) {
        return Objects.requireNonNull(key).kind();
    }

    @Test
    void the_first_start_makes_two_keys_and_a_password_and_shows_them_once() {
        AccessFile.Opened first = open();
        FirstSecrets secrets = made(first);

        assertThat(secrets.ingestKey()).matches("tare_ingest_[A-Za-z0-9_-]{43}");
        assertThat(secrets.adminKey()).matches("tare_admin_[A-Za-z0-9_-]{43}");
        assertThat(kind(first.file().find(secrets.ingestKey()))).isEqualTo(KeyKind.INGEST);
        assertThat(kind(first.file().find(secrets.adminKey()))).isEqualTo(KeyKind.ADMIN);
        assertThat(first.file().isPassword(secrets.password())).isTrue();
        assertThat(open().made()).isNull();
    }

    @Test
    void no_secret_stands_in_the_file_and_only_its_owner_reads_it() throws IOException {
        FirstSecrets secrets = made(open());

        assertThat(Files.readString(file))
                .doesNotContain(secrets.ingestKey(), secrets.adminKey(), secrets.password())
                .contains("$2a$11$");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_file_opened_to_others_is_closed_again() throws IOException {
        open();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        open();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void what_another_process_changes_holds_at_once() {
        AccessFile.Opened server = open();
        AccessFile tool = open().file();

        AccessFile.NewKey added = tool.addKey(KeyKind.INGEST, "shop");
        assertThat(Objects.requireNonNull(server.file().find(added.secret())).source())
                .isEqualTo("shop");

        assertThat(tool.removeKey(added.key().id())).isTrue();
        assertThat(server.file().find(added.secret())).isNull();
        assertThat(tool.removeKey(added.key().id())).isFalse();

        String stamp = server.file().passwordStamp();
        String password = tool.newPassword();
        assertThat(server.file().isPassword(password)).isTrue();
        assertThat(server.file().isPassword(made(server).password())).isFalse();
        assertThat(server.file().passwordStamp()).isNotEqualTo(stamp);
    }

    @Test
    void two_that_change_it_in_turn_keep_each_others_changes() {
        AccessFile one = open().file();
        AccessFile other = open().file();
        AccessFile.NewKey a = one.addKey(KeyKind.INGEST, "a");
        AccessFile.NewKey b = other.addKey(KeyKind.INGEST, "b");

        assertThat(open().file().keys()).contains(a.key(), b.key()).hasSize(4);
    }

    @Test
    void a_damaged_file_is_named_at_the_start_and_leaves_a_running_server_as_it_was()
            throws IOException {
        AccessFile.Opened running = open();
        Files.writeString(file, "{\"keys\":");

        assertThat(running.file().find(made(running).adminKey())).isNotNull();
        assertThat(running.file().find("tare_admin_wrong")).isNull();
        assertThatThrownBy(this::open)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("access.json is damaged");
    }

    @Test
    void a_password_too_short_or_too_long_to_be_hashed_whole_is_refused() {
        AccessFile access = open().file();

        assertThat(access.setPassword("short")).contains("too short");
        assertThat(access.setPassword("ä".repeat(37))).contains("too long");
        assertThat(access.setPassword("ä".repeat(36))).isNull();
        assertThat(access.isPassword("ä".repeat(36))).isTrue();
        assertThat(access.isPassword("ä".repeat(36) + "x")).isFalse();
    }

    @Test
    void the_command_lines_token_is_new_each_time_and_its_owners_alone() throws IOException {
        Path tokenFile = folder.resolve("cli.token");
        CliToken old = CliToken.create(tokenFile, new SecureRandom());
        String oldText = Objects.requireNonNull(CliToken.read(tokenFile));
        CliToken now = CliToken.create(tokenFile, new SecureRandom());
        String text = Objects.requireNonNull(CliToken.read(tokenFile));

        assertThat(text).startsWith("tare_cli_").isNotEqualTo(oldText);
        assertThat(old.is(oldText)).isTrue();
        assertThat(now.is(text)).isTrue();
        assertThat(now.is(oldText)).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile)))
                .isEqualTo("rw-------");
        assertThat(CliToken.read(folder.resolve("none"))).isNull();
    }

    @Test
    void only_the_loopback_addresses_are_this_machine() {
        assertThat(KeyCheck.isLoopback("127.0.0.1")).isTrue();
        assertThat(KeyCheck.isLoopback("[0:0:0:0:0:0:0:1]")).isTrue();
        assertThat(KeyCheck.isLoopback("::1")).isTrue();
        assertThat(KeyCheck.isLoopback("192.168.1.5")).isFalse();
        assertThat(KeyCheck.isLoopback("localhost.evil.example")).isFalse();
    }
}
