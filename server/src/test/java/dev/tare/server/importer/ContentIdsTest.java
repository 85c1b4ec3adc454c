package dev.tare.server.importer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.core.event.EventStatus;
import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Rows without an id of their own: imported again in any form, only what is new is new. */
class ContentIdsTest extends ImportCase {
    private static final String HEADER =
            "time,user_id,provider,operation,quantities.images,error\n";

    @Test
    void theSameRowsHaveTheSameIdsInAnyOrderAndUnderAnyName() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            List<String> rows = rows(random, 1 + random.nextInt(400));
            Set<String> ids = ids("a.csv", rows);
            assertThat(ids).as("seed %d: one id per row", seed).hasSize(rows.size());

            Collections.shuffle(rows, random);
            assertThat(ids("renamed.csv", rows)).as("seed %d: shuffled", seed).isEqualTo(ids);

            List<String> more = rows(random, random.nextInt(50));
            List<String> extended = new ArrayList<>(rows);
            extended.addAll(more);
            Collections.shuffle(extended, random);
            Set<String> added = ids("longer.csv", extended);
            assertThat(added).as("seed %d: extended", seed).containsAll(ids);
            assertThat(added).as("seed %d", seed).hasSize(rows.size() + more.size());

            Set<String> part = ids("part.csv", rows.subList(0, rows.size() / 2));
            assertThat(ids).as("seed %d: a part adds nothing", seed).containsAll(part);
        }
    }

    @Test
    void theFormOfAValuePlaysNoPart() throws IOException {
        Set<String> ids = ids("a.csv", List.of("2026-01-01T00:00:00Z,u,p,o,1.50,\n"));
        assertThat(ids("b.csv", List.of("2026-01-01T01:00:00+01:00,\"u\",p,o,1.5,\n")))
                .isEqualTo(ids);
        write(
                "c.ndjson",
                "{\"user_id\":\"u\",\"operation\":\"o\",\"provider\":\"p\",\"quantities\":"
                        + "{\"images\":1.500},\"time\":\"2026-01-01T00:00:00.0000000Z\"}\n");
        done(folder.resolve("c.ndjson"), Mapping.NONE);
        assertThat(taken).extracting(UsageEvent::id).containsExactlyElementsOf(ids);
    }

    @Test
    void everyFieldPlaysAPart() throws IOException {
        List<String> rows =
                List.of(
                        "2026-01-01T00:00:00Z,u,p,o,1,\n",
                        "2026-01-01T00:00:00.000001Z,u,p,o,1,\n",
                        "2026-01-01T00:00:00Z,v,p,o,1,\n",
                        "2026-01-01T00:00:00Z,u,q,o,1,\n",
                        "2026-01-01T00:00:00Z,u,p,r,1,\n",
                        "2026-01-01T00:00:00Z,u,p,o,2,\n",
                        "2026-01-01T00:00:00Z,u,p,o,,\n",
                        "2026-01-01T00:00:00Z,u,p,o,1,x\n");
        assertThat(ids("a.csv", rows)).hasSize(rows.size()).allMatch(id -> id.endsWith("-1"));
    }

    @Test
    void equalRowsAreCounted() throws IOException {
        List<String> ids =
                new ArrayList<>(
                        ids("a.csv", Collections.nCopies(3, "2026-01-01T00:00:00Z,u,p,o,1,\n")));
        String content = ids.getFirst().substring(0, ids.getFirst().length() - 1);
        assertThat(ids).containsExactly(content + "1", content + "2", content + "3");
        assertThat(content).matches("row-[A-Za-z0-9_-]{22}-");
    }

    @Test
    void manyDifferentRowsAreToldApart() {
        ContentIds ids = new ContentIds();
        Set<String> seen = new HashSet<>();
        for (int round = 1; round <= 2; round++) {
            for (int i = 0; i < 20_000; i++) {
                String id = ids.next(event("u" + i));
                assertThat(seen.add(id)).isTrue();
                assertThat(id).endsWith("-" + round);
            }
        }
    }

    private Set<String> ids(String name, List<String> rows) throws IOException {
        done(write(name, HEADER + String.join("", rows)), Mapping.NONE);
        Set<String> ids = new TreeSet<>();
        taken.forEach(event -> ids.add(event.id()));
        return ids;
    }

    /** Few different values, so that many rows are equal. */
    private static List<String> rows(Random random, int count) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(
                    Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(20))
                            + ",u"
                            + random.nextInt(4)
                            + ",p,o,"
                            + random.nextInt(3)
                            + ",\n");
        }
        return rows;
    }

    private static UsageEvent event(String user) {
        return new UsageEvent(
                "?",
                Instant.parse("2026-01-01T00:00:00Z"),
                user,
                "p",
                "o",
                null,
                Quantities.ONE_CALL,
                EventStatus.SUCCESS,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false);
    }
}
