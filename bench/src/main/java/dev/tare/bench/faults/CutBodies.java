package dev.tare.bench.faults;

import dev.tare.bench.faults.OwnBook.Batch;
import dev.tare.bench.faults.OwnBook.Fate;
import dev.tare.bench.load.Sender;
import dev.tare.bench.load.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Connections that break: in the middle of a body, behind a body before its answer was read, or on
 * bytes that are no request at all.
 */
final class CutBodies {
    private static final String NDJSON = "application/x-ndjson";
    private static final int SIZE_MAX = 300;

    private static final List<String> GARBAGE =
            List.of(
                    "\u0000\u0001\u0002\u00ff\u00fe\r\n\r\n",
                    "GET\r\n\r\n",
                    "POST /v1/usage HTTP/9.9\r\n\r\n",
                    "POST /v1/usage HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                    lines("POST /v1/usage HTTP/1.1", "Host: a", "Content-Length: 5")
                            + lines("Content-Length: 6", "", "abcdef"),
                    lines("POST /v1/usage HTTP/1.1", "Host: a", "Transfer-Encoding: chunked")
                            + lines("", "zz"),
                    "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                    "GET /" + "x".repeat(40_000) + " HTTP/1.1\r\n\r\n");

    private final ServerProcess server;
    private final OwnBook book;
    private final SplittableRandom random;
    private final List<String> findings = new ArrayList<>();

    CutBodies(ServerProcess server, OwnBook book) {
        this.server = server;
        this.book = book;
        this.random = book.random();
    }

    /** One of each. */
    void round() throws IOException {
        for (boolean gzip : new boolean[] {false, true}) {
            for (boolean chunks : new boolean[] {false, true}) {
                cut(gzip, chunks);
                answerLost(gzip, chunks);
            }
        }
        wholeChunksOfHalfAnArchive();
        garbage();
    }

    List<String> findings() {
        return findings;
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    private static RawRequest send(RawRequest raw, byte[] body, int sent, boolean chunks)
            throws IOException {
        return chunks ? raw.inChunks(body, sent) : raw.withLength(body, sent);
    }

    private void cut(boolean gzip, boolean chunks) throws IOException {
        Batch batch = book.next(1 + random.nextInt(SIZE_MAX));
        book.settle(batch, Fate.NEVER);
        byte[] body = gzip ? RawRequest.gzip(batch.body) : batch.body;
        // Often just behind a line: what came until there reads like a whole body.
        int sent = random.nextInt(body.length);
        if (!gzip && random.nextBoolean()) {
            sent = lineEnd(body, sent);
        }
        try (RawRequest raw = new RawRequest(server)) {
            send(raw.head("POST", "/v1/usage", NDJSON, gzip), body, sent, chunks);
            switch (random.nextInt(3)) {
                case 0 -> raw.reset();
                case 1 -> {
                    int status = raw.sendNoMore().status();
                    if (status == 202) {
                        findings.add("half a body was accepted");
                    }
                }
                default -> {} // Closed, as if it were done.
            }
        }
    }

    private static int lineEnd(byte[] body, int before) {
        int at = Math.min(before, body.length - 2);
        while (at > 0 && body[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    /** The server has it and says so to nobody; the same body comes again. */
    private void answerLost(boolean gzip, boolean chunks) throws IOException {
        Batch batch = book.next(1 + random.nextInt(SIZE_MAX));
        byte[] body = gzip ? RawRequest.gzip(batch.body) : batch.body;
        int times = 1 + random.nextInt(2);
        for (int i = 0; i < times; i++) {
            try (RawRequest raw = new RawRequest(server)) {
                send(raw.head("POST", "/v1/usage", NDJSON, gzip), body, body.length, chunks);
                if (chunks) {
                    raw.text("0\r\n\r\n");
                }
                ServerProcess.pause(random.nextInt(15));
                if (random.nextBoolean()) {
                    raw.reset();
                }
            }
        }
        if (random.nextInt(4) > 0) { // The others stay unanswered for ever.
            again(batch);
        }
    }

    private void again(Batch batch) throws IOException {
        try (Sender sender = server.sender(NDJSON)) {
            int status = sender.post(batch.body, batch.body.length);
            if (status == 202) {
                book.settle(batch, Fate.ACKNOWLEDGED);
            } else {
                findings.add("a body sent again was answered " + status);
            }
        }
    }

    private void wholeChunksOfHalfAnArchive() throws IOException {
        Batch batch = book.next(SIZE_MAX);
        book.settle(batch, Fate.NEVER);
        byte[] body = RawRequest.gzip(batch.body);
        try (RawRequest raw = new RawRequest(server)) {
            raw.head("POST", "/v1/usage", NDJSON, true);
            raw.inChunks(body, body.length - 1 - random.nextInt(body.length / 2));
            int status = raw.text("0\r\n\r\n").status();
            if (status != 400) {
                findings.add("half an archive was answered " + status);
            }
        }
    }

    private void garbage() throws IOException {
        for (String garbage : GARBAGE) {
            try (RawRequest raw = new RawRequest(server)) {
                raw.bytes(garbage.getBytes(StandardCharsets.ISO_8859_1)).sendNoMore();
                int status = raw.status();
                if (status != 0 && (status < 400 || status > 505)) {
                    findings.add("garbage was answered " + status);
                }
            } catch (IOException hungUp) {
                // As good as a refusal.
            }
        }
        byte[] noise = new byte[random.nextInt(1, 4_000)];
        random.nextBytes(noise);
        try (RawRequest raw = new RawRequest(server)) {
            raw.head("POST", "/v1/usage", NDJSON, false).withLength(noise, noise.length);
            int status = raw.status();
            if (status < 400 || status > 499) {
                findings.add("a body of noise was answered " + status);
            }
        }
    }
}
