package dev.tare.server.cli;

import dev.tare.core.event.Quantities;
import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.EventKey;
import dev.tare.core.ledger.SqlConsole;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.server.history.HistoryLedger;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The ledger as an import of history sees it, through the link. What is recorded is asked for with
 * the console's own means; the log has no index, so each question reads the source's rows once:
 * some 50 ms for a million. Where the ledger has none of that source at the start, nothing is
 * asked: the run meets each id once.
 */
final class LinkedLedger implements HistoryLedger {
    /** Of a question's 100,000 characters; an id may take 200, each written as two. */
    private static final int QUESTION_CHARACTERS_MAX = 90_000;

    private static final String COLUMNS =
            "id, created_at, received_at, user_id, provider, operation, model, quantities, status,"
                    + " error_message, processing_time_ms, credits, plan, fingerprint, api_cost,"
                    + " pricing, metadata";

    /** How the batches of all imports begin. */
    static final String BATCH = "history-";

    private static final String REASON = "history is better known";

    private final TareLink link;
    private final String batch;
    private @Nullable Boolean any;
    private @Nullable Instant since;
    private boolean askedSince;

    /**
     * The ledger behind that link.
     *
     * @param batch what the corrections of this run are called
     */
    LinkedLedger(TareLink link, String batch) {
        this.link = link;
        this.batch = batch;
    }

    @Override
    public Map<String, StoredEvent> recorded(String source, Collection<String> ids) {
        try {
            if (ids.isEmpty() || !hasAny(source)) {
                return Map.of();
            }
            Map<String, StoredEvent> found = new HashMap<>();
            String begin =
                    "SELECT "
                            + COLUMNS
                            + " FROM api_usage_logs_adjusted WHERE source = "
                            + literal(source)
                            + " AND id IN (";
            for (String question : questions(begin, ids)) {
                for (List<@Nullable String> row : rows(question)) {
                    StoredEvent event = event(source, row);
                    found.put(event.key().id(), event);
                }
            }
            return found;
        } catch (CommandFailed failed) {
            throw new Away(String.valueOf(failed.getMessage()));
        }
    }

    @Override
    public Set<String> correctedByHand(String source, Collection<String> ids) {
        try {
            Set<String> found = new HashSet<>();
            for (String question : questions(byHand(source), ids)) {
                rows(question).forEach(row -> found.add(text(row, 0)));
            }
            return found;
        } catch (CommandFailed failed) {
            throw new Away(String.valueOf(failed.getMessage()));
        }
    }

    private static String byHand(String source) {
        return """
        SELECT DISTINCT event_id FROM api_cost_adjustments a
        WHERE NOT (reason = %s AND starts_with(batch, %s))
            AND NOT EXISTS (SELECT 1 FROM api_cost_adjustments b
                WHERE b.event_source = a.event_source AND b.event_id = a.event_id
                    AND b.event_time = a.event_time AND b.number > a.number)
            AND event_source = %s AND event_id IN (\
        """
                .formatted(literal(REASON), literal(BATCH), literal(source));
    }

    /** As many questions as the console's limit asks for: each with its part of the ids. */
    private static List<String> questions(String begin, Collection<String> ids) {
        List<String> questions = new ArrayList<>();
        StringBuilder list = new StringBuilder();
        for (String id : ids) {
            String literal = literal(id);
            if (list.length() + literal.length() > QUESTION_CHARACTERS_MAX) {
                questions.add(begin + list + ")");
                list.setLength(0);
            }
            list.append(list.isEmpty() ? "" : ",").append(literal);
        }
        questions.add(begin + list + ")");
        return questions;
    }

    @Override
    public @Nullable Instant keptSince() {
        if (!askedSince) {
            try {
                String day = link.progress().rowsKeptSince();
                since = day == null ? null : Instant.parse(day + "T00:00:00Z");
                askedSince = true;
            } catch (CommandFailed failed) {
                throw new Away(String.valueOf(failed.getMessage()));
            }
        }
        return since;
    }

    private boolean hasAny(String source) {
        Boolean known = any;
        if (known == null) {
            // What was sent before this run may still be on its way into the ledger.
            link.awaitRecorded();
            known =
                    !rows("SELECT id FROM api_usage_logs WHERE source = "
                                    + literal(source)
                                    + " LIMIT 1")
                            .isEmpty();
            any = known;
        }
        return known;
    }

    private List<List<@Nullable String>> rows(String question) {
        return switch (link.sql(question)) {
            case SqlConsole.Answer.Refused refused ->
                    throw new CommandFailed(
                            ExitCode.ENVIRONMENT,
                            "The ledger doesn't say what it has: "
                                    + refused.message()
                                    + " ("
                                    + refused.code()
                                    + ")");
            case SqlConsole.Answer.Rows rows when rows.truncated() ->
                    throw new CommandFailed(
                            ExitCode.ENVIRONMENT,
                            "The ledger has several rows under one id; `tare verify` says more.");
            case SqlConsole.Answer.Rows rows -> rows.rows();
        };
    }

    private static StoredEvent event(String source, List<@Nullable String> row) {
        return new StoredEvent(
                new EventKey(source, text(row, 0)),
                time(text(row, 1)),
                time(text(row, 2)),
                text(row, 3),
                text(row, 4),
                text(row, 5),
                row.get(6),
                quantities(text(row, 7)),
                text(row, 8),
                row.get(9),
                row.get(10) == null ? null : Long.valueOf(text(row, 10)),
                row.get(11) == null ? null : new BigDecimal(text(row, 11)),
                text(row, 12),
                row.get(13),
                text(row, 15).equals("client") ? new BigDecimal(text(row, 14)) : null,
                row.get(16));
    }

    private static String text(List<@Nullable String> row, int column) {
        return Objects.requireNonNull(row.get(column));
    }

    /** As both engines print it: {@code 2026-11-01 10:00:00.5+00}. */
    private static Instant time(String text) {
        return OffsetDateTime.parse(text.replace(' ', 'T') + ":00").toInstant();
    }

    private static Quantities quantities(String json) {
        SortedMap<String, BigDecimal> byUnit = new TreeMap<>();
        for (Map.Entry<String, JsonNode> unit : JsonMapper.shared().readTree(json).properties()) {
            byUnit.put(unit.getKey(), new BigDecimal(unit.getValue().asString()));
        }
        return new Quantities(byUnit);
    }

    @Override
    public void send(String source, List<UsageEvent> events) {
        try {
            link.send(source, events);
        } catch (CommandFailed failed) {
            throw new Away(String.valueOf(failed.getMessage()));
        }
    }

    @Override
    public void correct(String source, List<UsageEvent> events) {
        try {
            link.correct(source, events, REASON, batch);
        } catch (CommandFailed failed) {
            throw new Away(String.valueOf(failed.getMessage()));
        }
    }

    /**
     * What a run's corrections come to.
     *
     * @param costChange USD
     * @param creditValueChange USD
     */
    record Corrected(
            String batch, long calls, BigDecimal costChange, BigDecimal creditValueChange) {}

    /** What this run's corrections come to, once they are recorded. */
    Corrected corrected() {
        List<@Nullable String> row =
                rows("SELECT COUNT(*), COALESCE(SUM(cost_change), 0),"
                                + " COALESCE(SUM(credit_value_change), 0)"
                                + " FROM api_cost_adjustments WHERE batch = "
                                + literal(batch))
                        .getFirst();
        return new Corrected(
                batch,
                Long.parseLong(text(row, 0)),
                new BigDecimal(text(row, 1)),
                new BigDecimal(text(row, 2)));
    }

    /** How many calls the ledger has, and how many of them are estimates. */
    List<Long> estimated() {
        return rows(
                        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN estimated THEN 1 ELSE 0 END), 0)"
                                + " FROM api_usage_logs")
                .getFirst()
                .stream()
                .map(Long::valueOf)
                .collect(Collectors.toList());
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
