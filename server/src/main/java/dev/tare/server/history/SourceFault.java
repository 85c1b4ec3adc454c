package dev.tare.server.history;

import java.sql.SQLException;

/**
 * Somebody's tables can't be read as the mapping says; leaves the nested steps and never leaves
 * this package.
 */
final class SourceFault extends Exception {
    private static final long serialVersionUID = 1;

    private static final String DENIED = "42501";
    private static final String NO_TABLE = "42P01";
    private static final String NO_COLUMN = "42703";
    private static final String TIME_IS_UP = "57014";
    private static final String WRITES = "25006";

    private final String path;
    private final String code;
    private final boolean inMapping;

    private SourceFault(String path, String code, String message, boolean inMapping) {
        super(message, null, false, false);
        this.path = path;
        this.code = code;
        this.inMapping = inMapping;
    }

    /** Stable, in snake case. */
    String code() {
        return code;
    }

    /** Whether the mapping is to be mended, not what is around Tare. */
    boolean isInMapping() {
        return inMapping;
    }

    /** As a fault of the mapping. */
    HistoryMapping.Problem problem() {
        return new HistoryMapping.Problem(path, code, text());
    }

    String text() {
        return String.valueOf(getMessage());
    }

    /** Whether the connection is of no use any more. */
    static boolean isConnectionLost(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("08") || state.startsWith("57P");
    }

    /** Where no connection could be made, or it was lost. */
    static SourceFault away(HistoryDatabase database, SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        String mend =
                switch (state) {
                    case "28P01", "28000" -> " Check user and password in the address.";
                    case "3D000" -> " Check the database's name in the address.";
                    default ->
                            state.startsWith("08")
                                    ? " Check host and port, and whether it can be reached from"
                                            + " here."
                                    : "";
                };
        return new SourceFault(
                "",
                state.startsWith("28") ? "login_refused" : "source_unreachable",
                "The database " + database.name() + " can't be used: " + told(failure) + "." + mend,
                false);
    }

    /** Of a question made from what stands at one place of the mapping. */
    static SourceFault at(String path, SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        String told = told(failure) + ".";
        return switch (state) {
            case DENIED ->
                    new SourceFault(
                            path,
                            "permission_denied",
                            told
                                    + " Let the role that connects read it: GRANT SELECT ON … TO"
                                    + " ….",
                            false);
            case NO_TABLE ->
                    new SourceFault(
                            path,
                            "missing_table",
                            told
                                    + " `tare import history --suggest` shows the tables that are"
                                    + " there.",
                            true);
            case NO_COLUMN ->
                    new SourceFault(
                            path, "missing_column", told + " Write a column that is there.", true);
            case TIME_IS_UP ->
                    new SourceFault(
                            path,
                            "time_limit",
                            told + " A narrower where, or an index, makes it quicker.",
                            false);
            case WRITES ->
                    new SourceFault(path, "read_only", told + " A mapping may only read.", true);
            default -> new SourceFault(path, "invalid_sql", told, true);
        };
    }

    /** The first line of what the engine says, and its hint. */
    private static String told(SQLException failure) {
        String text = String.valueOf(failure.getMessage()).strip();
        StringBuilder told = new StringBuilder();
        for (String line : text.lines().toList()) {
            String part = line.strip();
            boolean said = told.isEmpty() || part.startsWith("Hint:");
            if (said && !part.isEmpty()) {
                told.append(told.isEmpty() ? "" : " ").append(withoutEnd(part));
            }
        }
        return told.toString();
    }

    private static String withoutEnd(String line) {
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
