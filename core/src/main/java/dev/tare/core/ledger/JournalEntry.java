package dev.tare.core.ledger;

/** A record read back, with the position right behind it. */
public record JournalEntry(JournalRecord record, JournalPosition after) {}
