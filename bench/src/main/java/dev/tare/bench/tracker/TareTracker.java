package dev.tare.bench.tracker;

import dev.tare.sdk.ApiCostTracker;
import dev.tare.sdk.UsageRecord;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** The tracker with its default settings, sending to the sink all the while. */
final class TareTracker implements Candidate {
    private final ApiCostTracker tracker;

    TareTracker(URI sink, Path folder) {
        tracker =
                ApiCostTracker.builder(sink, "tare_bench")
                        .spoolFolder(folder)
                        .shutdownHook(false)
                        .open();
    }

    @Override
    public String name() {
        return "tracker";
    }

    @Override
    public Object make(long n) {
        return new UsageRecord("openai", "chat")
                .user(Fields.user(n))
                .model("gpt-4o-mini")
                .plan("pro")
                .processingTime(Duration.ofMillis(Fields.millis(n)))
                .quantity("input_tokens", Fields.tokensIn(n))
                .quantity("output_tokens", Fields.tokensOut(n))
                .metadata("feature", "assistant");
    }

    @Override
    public void handOver(Object made) {
        tracker.track((UsageRecord) made);
    }

    @Override
    public void settle() {
        if (!tracker.flush(Duration.ofSeconds(30))) {
            throw new IllegalStateException("Not all was sent: " + tracker.counts());
        }
    }

    @Override
    public long dropped() {
        return tracker.counts().dropped();
    }

    ApiCostTracker tracker() {
        return tracker;
    }

    @Override
    public void close() {
        tracker.close(Duration.ofSeconds(30));
    }
}
