package dev.tare.bench.faults;

import dev.tare.bench.faults.OwnBook.Fate;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds a stopped server's ledger against what senders wrote down themselves: every id, every
 * amount. The file is read by the engine itself, not through the server.
 */
final class Comparison {
    private static final int SHOWN = 20;

    private final Map<String, OwnBook> books = new HashMap<>();
    private final Map<String, BitSet> found = new HashMap<>();
    private final Map<String, BitSet> aside = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private long acknowledged;
    private long unanswered;
    private long conflicts;
    private long lost;
    private long doubled;
    private long others;
    private BigDecimal cost = BigDecimal.ZERO;

    private Comparison(List<OwnBook> books) {
        for (OwnBook book : books) {
            this.books.put(book.name(), book);
            found.put(book.name(), new BitSet());
            aside.put(book.name(), new BitSet());
            acknowledged += book.acknowledged();
        }
    }

    /** Compares with the ledger in that data folder, on which no server runs. */
    static Comparison of(Path data, List<OwnBook> books) throws SQLException {
        Comparison comparison = new Comparison(books);
        try (Connection ledger =
                        DriverManager.getConnection("jdbc:duckdb:" + data.resolve("tare.duckdb"));
                Statement statement = ledger.createStatement()) {
            comparison.log(statement);
            comparison.quarantine(statement);
            comparison.missing();
            comparison.total(statement, "api_cost", "api_usage_logs");
            comparison.total(statement, "total_cost", "api_cost_summaries");
        }
        return comparison;
    }

    private void log(Statement statement) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery(
                        "SELECT id, COUNT(*), MIN(api_cost), MAX(api_cost),"
                                + " MAX(CASE WHEN user_id LIKE 'conflict-%' THEN 1 ELSE 0 END)"
                                + " FROM api_usage_logs GROUP BY id")) {
            while (rows.next()) {
                String id = rows.getString(1);
                OwnBook book = book(id);
                if (book == null || number(id) >= book.made()) {
                    other("nobody sent " + id);
                    continue;
                }
                int number = number(id);
                BigDecimal should = BigDecimal.valueOf(OwnBook.cents(number), 2);
                in(found, book).set(number);
                cost = cost.add(should);
                if (rows.getLong(2) > 1) {
                    doubled++;
                    tell(rows.getLong(2) + " rows of " + id);
                }
                if (book.event(number) == Fate.NEVER) {
                    other("never wholly sent, or refused, and there: " + id);
                }
                if (rows.getInt(5) != 0) {
                    other("a conflict took the place of " + id);
                }
                equal(rows.getBigDecimal(3), should, "lowest cost of " + id);
                equal(rows.getBigDecimal(4), should, "highest cost of " + id);
            }
        }
    }

    /** A conflict sent again after a lost answer may lie there twice: it is judged by a person. */
    private void quarantine(Statement statement) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("SELECT DISTINCT user_id FROM usage_quarantine")) {
            while (rows.next()) {
                String user = rows.getString(1);
                String id = user.startsWith("conflict-") ? user.substring(9) : "";
                OwnBook book = book(id);
                if (book == null || number(id) >= book.conflictsMade()) {
                    other("in quarantine without reason: an event of " + user);
                } else {
                    in(aside, book).set(number(id));
                }
            }
        }
    }

    private void missing() {
        for (OwnBook book : books.values()) {
            for (int i = 0; i < book.made(); i++) {
                boolean there = in(found, book).get(i);
                if (book.event(i) == Fate.ACKNOWLEDGED && !there) {
                    lost++;
                    tell("lost: " + book.name() + "-" + i);
                }
                unanswered += book.event(i) == Fate.UNKNOWN && there ? 1 : 0;
            }
            for (int i = 0; i < book.conflictsMade(); i++) {
                conflicts += book.conflict(i) == Fate.ACKNOWLEDGED ? 1 : 0;
                if (book.conflict(i) == Fate.ACKNOWLEDGED && !in(aside, book).get(i)) {
                    lost++;
                    tell("lost from quarantine: conflict " + book.name() + "-" + i);
                }
            }
        }
    }

    private void total(Statement statement, String column, String table) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("SELECT COALESCE(SUM(" + column + "), 0) FROM " + table)) {
            rows.next();
            equal(rows.getBigDecimal(1), cost, "total cost in " + table);
        }
    }

    private void equal(@Nullable BigDecimal is, BigDecimal should, String what) {
        if (is == null || is.compareTo(should) != 0) {
            other(what + " is " + is + " instead of " + should);
        }
    }

    private void other(String finding) {
        others++;
        tell(finding);
    }

    private void tell(String finding) {
        if (findings.size() < SHOWN) {
            findings.add(finding);
        }
    }

    private static BitSet in(Map<String, BitSet> numbers, OwnBook book) {
        return Objects.requireNonNull(numbers.get(book.name()));
    }

    private @Nullable OwnBook book(String id) {
        return books.get(id.substring(0, Math.max(0, id.lastIndexOf('-'))));
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
    }

    /** Whether everything is as the senders' own books say. */
    boolean holds() {
        return lost == 0 && doubled == 0 && others == 0;
    }

    long acknowledged() {
        return acknowledged;
    }

    /** The figures in one line, findings below it. */
    @Override
    public String toString() {
        return String.format(
                        Locale.ROOT,
                        "acknowledged %,d, lost %d, doubled %d, wrong otherwise %d; unanswered and"
                                + " there once %,d; conflicts in quarantine %,d; cost $%s, exact",
                        acknowledged,
                        lost,
                        doubled,
                        others,
                        unanswered,
                        conflicts,
                        cost.toPlainString())
                + (findings.isEmpty() ? "" : "\n  " + String.join("\n  ", findings));
    }
}
