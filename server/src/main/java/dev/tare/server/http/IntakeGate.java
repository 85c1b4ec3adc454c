package dev.tare.server.http;

/** Port: tells how far the recorder is behind the journal, and slows down who pushes. */
@FunctionalInterface
public interface IntakeGate {
    /** Bytes of the journal not yet in the ledger. */
    long bytesBehind();

    /** Whether more comes in than the recorder can work off, and has done for some time. */
    default boolean overrun() {
        return false;
    }

    /** Waits a moment before somebody is told that there is too much; the answer goes out then. */
    default void hold() {
        // Nobody is slowed down.
    }
}
