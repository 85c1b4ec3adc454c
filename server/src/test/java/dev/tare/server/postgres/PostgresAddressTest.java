package dev.tare.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as providers print them. */
final class PostgresAddressTest {
    @Test
    void a_direct_address_is_read_whole() {
        PostgresAddress address =
                PostgresAddress.of(
                        "postgresql://postgres:s3cret@db.abcd.supabase.co:5432/postgres");

        assertThat(address)
                .isEqualTo(
                        new PostgresAddress(
                                "db.abcd.supabase.co:5432",
                                "postgres",
                                "postgres",
                                "s3cret",
                                Map.of()));
        assertThat(address.jdbc()).isEqualTo("jdbc:postgresql://db.abcd.supabase.co:5432/postgres");
    }

    @Test
    void a_poolers_user_has_a_dot_and_its_address_a_hint_for_another_program() {
        PostgresAddress address =
                PostgresAddress.of(
                        "postgres://postgres.abcd:pw@aws-0-eu.pooler.supabase.com:6543/postgres"
                                + "?pgbouncer=true&sslmode=require");

        assertThat(address.user()).isEqualTo("postgres.abcd");
        assertThat(address.settings()).isEqualTo(Map.of("sslmode", "require"));
        assertThat(address.properties()).containsEntry("sslmode", "require");
    }

    @Test
    void signs_in_a_password_are_written_with_a_percent_sign() {
        assertThat(PostgresAddress.of("postgres://u:a%40b%2Fc%23d+e%25@h/d").password())
                .isEqualTo("a@b/c#d+e%");
    }

    @Test
    void a_jdbc_address_tells_user_and_password_behind_the_question_mark() {
        PostgresAddress address =
                PostgresAddress.of("jdbc:postgresql://127.0.0.1:5433/tare?user=ann&password=p%26q");

        assertThat(address.user()).isEqualTo("ann");
        assertThat(address.password()).isEqualTo("p&q");
        assertThat(address.properties()).doesNotContainKey("sslmode");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://[::1]:5432/d", "postgres://a:1,b:2/d", "postgres://h"})
    void other_ways_to_name_hosts(String text) {
        assertThat(PostgresAddress.of(text).hosts()).isNotEmpty();
    }

    @Test
    void elsewhere_the_other_sides_certificate_and_name_are_checked() {
        assertThat(PostgresAddress.of("postgres://u@db.example.com/d").properties())
                .containsEntry("sslmode", "verify-full")
                .containsKey("sslfactory");
        assertThat(
                        PostgresAddress.of("postgres://u@db.example.com/d?sslrootcert=/etc/ca.crt")
                                .properties())
                .containsEntry("sslmode", "verify-full")
                .containsEntry("sslrootcert", "/etc/ca.crt")
                .doesNotContainKey("sslfactory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:s3cret@h/d",
                "postgres://u:s3cret@h/x@h/d",
                "postgres://u:s3#cret@h/d",
                "postgres://u:s3/cret@h:5432/d",
                "postgres://u:s3cret%2@h/d",
                "postgres:///d",
                ""
            })
    void what_is_none_is_refused_without_a_word_of_the_password(String text) {
        assertThatThrownBy(() -> PostgresAddress.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address")
                .hasMessageNotContaining("s3");
    }

    @Test
    void it_can_be_shown_without_the_password() {
        assertThat(PostgresAddress.of("postgres://ann:s3cret@h:1/d").toString())
                .isEqualTo("ann@h:1/d");
    }

    @Test
    void of_several_hosts_the_one_that_takes_writes_is_meant_unless_the_address_says_otherwise() {
        assertThat(PostgresAddress.of("postgres://a:1,b:2/d").properties())
                .containsEntry("targetServerType", "primary");
        assertThat(PostgresAddress.of("postgres://a:1,b:2/d?target_session_attrs=any").properties())
                .containsEntry("targetServerType", "any");
        assertThat(PostgresAddress.of("postgres://a:1/d").properties())
                .doesNotContainKey("targetServerType");
    }
}
