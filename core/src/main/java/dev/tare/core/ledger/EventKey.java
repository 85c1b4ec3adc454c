package dev.tare.core.ledger;

/** An event's identity: the application it came from and the id it has there. */
public record EventKey(String source, String id) {}
