package dev.tare.server.cli;

/** Ends a verb with a sentence for the user and an exit code. */
final class CommandFailed extends RuntimeException {
    private final int exitCode;

    CommandFailed(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
