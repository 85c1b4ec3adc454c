package dev.tare.server.cli;

/** What every verb ends with. */
final class ExitCode {
    /** Done. */
    static final int OK = 0;

    /** Done, and something was found that wants attention. */
    static final int FINDING = 1;

    /** The command was written wrong. */
    static final int USAGE = 2;

    /** Something around Tare is missing or broken. */
    static final int ENVIRONMENT = 3;

    private ExitCode() {}
}
