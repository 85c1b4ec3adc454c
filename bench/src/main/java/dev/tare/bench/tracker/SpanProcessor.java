package dev.tare.bench.tracker;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * OpenTelemetry's batching processor with its default settings and an exporter that does nothing:
 * the least it can cost. It keeps spans in memory only, 2,048 at most.
 */
final class SpanProcessor implements Candidate {
    private static final AttributeKey<String> USER = AttributeKey.stringKey("user_id");
    private static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("provider");
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("model");
    private static final AttributeKey<String> PLAN = AttributeKey.stringKey("plan");
    private static final AttributeKey<String> FEATURE = AttributeKey.stringKey("feature");
    private static final AttributeKey<Long> MILLIS = AttributeKey.longKey("processing_time_ms");
    private static final AttributeKey<Long> IN = AttributeKey.longKey("input_tokens");
    private static final AttributeKey<Long> OUT = AttributeKey.longKey("output_tokens");

    private final AtomicLong exported = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    SpanProcessor() {
        provider =
                SdkTracerProvider.builder()
                        .addSpanProcessor(BatchSpanProcessor.builder(new Nowhere()).build())
                        .build();
        tracer = provider.get("tare-bench");
    }

    @Override
    public String name() {
        return "BatchSpanProcessor";
    }

    @Override
    public Object make(long n) {
        return tracer.spanBuilder("chat")
                .setAttribute(USER, Fields.user(n))
                .setAttribute(PROVIDER, "openai")
                .setAttribute(MODEL, "gpt-4o-mini")
                .setAttribute(PLAN, "pro")
                .setAttribute(FEATURE, "assistant")
                .setAttribute(MILLIS, Fields.millis(n))
                .setAttribute(IN, Fields.tokensIn(n))
                .setAttribute(OUT, Fields.tokensOut(n))
                .startSpan();
    }

    @Override
    public void handOver(Object made) {
        ((Span) made).end();
        ended.incrementAndGet();
    }

    @Override
    public void settle() {
        provider.forceFlush().join(30, TimeUnit.SECONDS);
    }

    @Override
    public long dropped() {
        return ended.get() - exported.get();
    }

    @Override
    public void close() {
        provider.close();
    }

    private final class Nowhere implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            exported.addAndGet(spans.size());
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
