package dev.tare.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackersTest {
    private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
    private static final String SPOOL = "00c0ffee00c0ffee";

    private final Trackers trackers = new Trackers();

    @Test
    void what_a_tracker_dropped_is_known_by_its_own_count() {
        trackers.hear(SPOOL + "; dropped=3; rejected=2; spooled=17", "shop", AT);
        trackers.hear(SPOOL + "; dropped=5; rejected=2; spooled=0", "shop", AT.plusSeconds(1));
        assertThat(trackers.all())
                .containsExactly(new Trackers.Told(SPOOL, "shop", 5, 2, 0, AT.plusSeconds(1)));
        assertThat(trackers.dropped()).isEqualTo(5);
    }

    @Test
    void requests_that_overtake_each_other_take_nothing_back() {
        trackers.hear(SPOOL + "; dropped=5", "shop", AT);
        trackers.hear(SPOOL + "; dropped=4", "shop", AT);
        assertThat(trackers.dropped()).isEqualTo(5);
    }

    @Test
    void names_of_later_versions_are_passed_over() {
        trackers.hear(SPOOL + "; colour=7; dropped=1", "shop", AT);
        assertThat(trackers.dropped()).isEqualTo(1);
    }

    @Test
    void one_application_does_not_speak_for_another() {
        trackers.hear(SPOOL + "; dropped=5", "shop", AT);
        trackers.hear(SPOOL + "; dropped=1", "other", AT);
        assertThat(trackers.all()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dropped=1",
                "00C0FFEE00C0FFEE; dropped=1",
                "00c0ffee00c0ffee; dropped=-1",
                "00c0ffee00c0ffee; dropped=1234567890123456789",
                "00c0ffee00c0ffee; dropped=1, 00c0ffee00c0ffee"
            })
    void what_has_another_form_says_nothing(String header) {
        trackers.hear(header, "shop", AT);
        trackers.hear(null, "shop", AT);
        assertThat(trackers.all()).isEmpty();
    }

    @Test
    void only_so_many_are_kept_and_the_one_heard_longest_ago_makes_room() {
        for (int i = 0; i <= Trackers.KEPT_MAX; i++) {
            trackers.hear(String.format("%016x; dropped=1", i), "shop", AT);
        }
        assertThat(trackers.all()).hasSize(Trackers.KEPT_MAX);
        assertThat(trackers.all().getFirst().spool()).isEqualTo(String.format("%016x", 1));
    }
}
