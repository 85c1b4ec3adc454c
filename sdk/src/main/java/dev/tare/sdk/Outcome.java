package dev.tare.sdk;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** How a call ended. */
public enum Outcome {
    /** It answered. */
    SUCCESS(0, "success"),
    /** It failed: an exception, a refusal, a timeout. Providers often charge for these too. */
    FAILED(1, "failed"),
    /** The caller gave it up. */
    CANCELLED(2, "cancelled");

    /** In a spool, which an earlier version may have written. */
    final int code;

    final String text;

    Outcome(int code, String text) {
        this.code = code;
        this.text = text;
    }

    static Outcome of(int code) {
        return switch (code) {
            case 0 -> SUCCESS;
            case 1 -> FAILED;
            case 2 -> CANCELLED;
            default -> throw new IllegalArgumentException("outcome " + code);
        };
    }

    /**
     * What an exception says of a call: cancelled for an interruption or a cancellation (also as
     * the cause of what a future throws), failed for anything else.
     */
    static Outcome of(Throwable thrown) {
        Throwable cause = thrown.getCause();
        boolean wrapped =
                thrown instanceof ExecutionException || thrown instanceof CompletionException;
        Throwable real = wrapped && cause != null ? cause : thrown;
        // A timeout of a socket is an InterruptedIOException that nobody asked for.
        boolean cancelled =
                real instanceof InterruptedException
                        || real instanceof CancellationException
                        || real instanceof ClosedByInterruptException
                        || (real instanceof InterruptedIOException
                                && !(real instanceof SocketTimeoutException));
        return cancelled ? CANCELLED : FAILED;
    }
}
