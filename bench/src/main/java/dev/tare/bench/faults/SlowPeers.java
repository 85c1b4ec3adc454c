package dev.tare.bench.faults;

import dev.tare.bench.faults.OwnBook.Batch;
import dev.tare.bench.faults.OwnBook.Fate;
import dev.tare.bench.load.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Callers that write a few bytes a second, and callers that read a big answer as slowly. */
final class SlowPeers implements AutoCloseable {
    private static final int BYTES = 3;
    private static final int WINDOW = 2_048;
    private static final byte[] BIG_QUESTION =
            "{\"query\":\"SELECT * FROM api_usage_logs LIMIT 10000\"}"
                    .getBytes(StandardCharsets.US_ASCII);

    /** A body on its way. */
    private static final class Writer {
        private final RawRequest request;
        private final Batch batch;
        private int at;

        private Writer(RawRequest request, Batch batch) {
            this.request = request;
            this.batch = batch;
        }
    }

    private final OwnBook book;
    private final List<Writer> writers = new ArrayList<>();
    private final List<RawRequest> readers = new ArrayList<>();
    private int whole;

    /** Connects; half of the writers send one event, the others a batch that never ends. */
    SlowPeers(ServerProcess server, OwnBook book, int writing, int reading) throws IOException {
        this.book = book;
        for (int i = 0; i < writing; i++) {
            Batch batch = book.next(i % 2 == 0 ? 1 : 100);
            book.settle(batch, Fate.NEVER);
            RawRequest request = new RawRequest(server);
            request.head("POST", "/v1/usage", "application/x-ndjson", false);
            request.withLength(batch.body, 0);
            writers.add(new Writer(request, batch));
        }
        for (int i = 0; i < reading; i++) {
            RawRequest request = new RawRequest(server, WINDOW);
            request.head("POST", "/v1/sql", "application/json", false);
            readers.add(request.withLength(BIG_QUESTION, BIG_QUESTION.length));
        }
    }

    /** A few bytes more, each way. */
    void step() throws IOException {
        for (Writer writer : writers) {
            byte[] body = writer.batch.body;
            int to = Math.min(body.length, writer.at + BYTES);
            if (to > writer.at) {
                writer.request.bytes(Arrays.copyOfRange(body, writer.at, to));
                writer.at = to;
                if (to == body.length) {
                    finish(writer);
                }
            }
        }
        for (RawRequest reader : readers) {
            reader.read(BYTES);
        }
    }

    private void finish(Writer writer) throws IOException {
        if (writer.request.status() == 202) {
            book.settle(writer.batch, Fate.ACKNOWLEDGED);
            whole++;
        }
    }

    /** Bodies that came to their end and were accepted. */
    int whole() {
        return whole;
    }

    @Override
    public void close() throws IOException {
        for (Writer writer : writers) {
            writer.request.close();
        }
        for (RawRequest reader : readers) {
            reader.close();
        }
    }
}
