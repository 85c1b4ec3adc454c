package dev.tare.core.event;

/** What became of a draft: an event, or the reason for its refusal. */
public sealed interface Checked {
    record Accepted(UsageEvent event) implements Checked {}

    record Refused(Rejection rejection) implements Checked {}
}
