package dev.tare.server.http;

/** Port: tells how far the recorder is behind the journal. */
@FunctionalInterface
public interface IntakeGate {
    /** Bytes of the journal not yet in the ledger. */
    long bytesBehind();

    /** Whether more comes in than the recorder can work off, and has done for some time. */
    default boolean overrun() {
        return false;
    }
}
