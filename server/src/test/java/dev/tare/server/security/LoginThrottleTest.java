package dev.tare.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private final LoginThrottle throttle =
            new LoginThrottle(LoginThrottle.Settings.DEFAULT, new HandClock());

    private final class HandClock extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private void failures(String address, int number) {
        for (int i = 0; i < number; i++) {
            assertThat(throttle.begin(address)).isZero();
        }
    }

    @Test
    void after_five_failures_in_a_row_each_further_one_doubles_the_wait() {
        failures("192.0.2.1", 5);
        assertThat(throttle.begin("192.0.2.1")).isEqualTo(Duration.ofSeconds(15));
        now = now.plusSeconds(15);
        failures("192.0.2.1", 1);
        assertThat(throttle.begin("192.0.2.1")).isEqualTo(Duration.ofSeconds(30));
        for (int i = 0; i < 10; i++) {
            now = now.plus(throttle.begin("192.0.2.1"));
            failures("192.0.2.1", 1);
        }
        assertThat(throttle.begin("192.0.2.1")).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void success_and_time_wipe_the_slate_and_others_dont_wait() {
        failures("192.0.2.1", 4);
        throttle.succeeded("192.0.2.1");
        failures("192.0.2.1", 5);
        assertThat(throttle.begin("192.0.2.2")).isZero();
        assertThat(throttle.begin("192.0.2.1")).isPositive();
        now = now.plus(Duration.ofMinutes(61));
        failures("192.0.2.1", 5);
    }

    @Test
    void one_ipv6_network_is_one_guesser() {
        failures("2001:db8:1:2::1", 3);
        failures("[2001:db8:1:2::2]", 2);
        assertThat(throttle.begin("2001:db8:1:2:ffff::3")).isPositive();
        assertThat(throttle.begin("2001:db8:1:3::1")).isZero();
    }

    @Test
    void many_addresses_together_are_slowed_too() {
        for (int i = 0; i < 60; i++) {
            failures("198.51.100." + i, 1);
        }
        assertThat(throttle.begin("203.0.113.1")).isEqualTo(Duration.ofSeconds(60));
        now = now.plusSeconds(60);
        assertThat(throttle.begin("203.0.113.1")).isZero();
    }
}
