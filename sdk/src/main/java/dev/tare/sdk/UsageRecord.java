package dev.tare.sdk;

/**
 * One call, recorded by hand: make it, say what is known, hand it to {@link
 * ApiCostTracker#track(UsageRecord)}. Handed over twice, it counts as two calls.
 */
public final class UsageRecord extends UsageFields<UsageRecord> {

    /**
     * @param provider who was called, such as {@code openai}
     * @param operation for what, such as {@code chat}
     */
    public UsageRecord(String provider, String operation) {
        super(provider, operation);
    }

    @Override
    UsageRecord self() {
        return this;
    }
}
