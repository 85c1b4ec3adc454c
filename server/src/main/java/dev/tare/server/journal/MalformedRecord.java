package dev.tare.server.journal;

/** A payload that isn't what {@link RecordCodec} writes. */
final class MalformedRecord extends RuntimeException {
    MalformedRecord(String message) {
        super(message);
    }
}
