package dev.tare.server.dashboard;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * A stream of server-sent events: {@code recorded} whenever the ledger has grown, at most once a
 * second. What came meanwhile is told when the second is over, so the last change is never missed.
 */
@RestController
public final class LiveStream {
    private static final int PAGES_MAX = 200;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Keeps proxies from closing a silent connection, and finds out who has left. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final RecordedSignal signal;
    private final Semaphore places = new Semaphore(PAGES_MAX);

    public LiveStream(RecordedSignal signal) {
        this.signal = signal;
    }

    /** The stream; 503 while too many pages are open: they ask every few seconds instead. */
    @GetMapping(PageAddress.PATH + "/stream")
    public ResponseEntity<SseEmitter> stream() {
        if (signal.isClosed() || !places.tryAcquire()) {
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
        }
        long seen = signal.seen();
        SseEmitter emitter = new SseEmitter(0L);
        Thread.ofVirtual().name("live-page").start(() -> follow(emitter, seen));
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Accel-Buffering", "no")
                .body(emitter);
    }

    private void follow(SseEmitter emitter, long start) {
        try {
            long seen = start;
            emitter.send(SseEmitter.event().name("connected").data("").reconnectTime(2_000));
            while (!signal.isClosed()) {
                long events = signal.awaitMoreThan(seen, HEARTBEAT);
                if (events > seen) {
                    seen = events;
                    emitter.send(SseEmitter.event().name("recorded").data(seen));
                    Thread.sleep(PAUSE);
                } else {
                    emitter.send(SseEmitter.event().comment("still here"));
                }
            }
            emitter.complete();
        } catch (IOException | IllegalStateException pageClosed) {
            emitter.complete();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            emitter.complete();
        } finally {
            places.release();
        }
    }
}
