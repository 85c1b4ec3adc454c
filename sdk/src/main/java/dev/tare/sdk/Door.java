package dev.tare.sdk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The server's {@code POST /v1/usage}. */
final class Door {
    private static final int ANSWER_BYTES_MAX = 4 << 20;
    private static final String NDJSON = "application/x-ndjson";

    private final URI address;
    private final Settings settings;
    private final Clock clock;

    Door(Settings settings) {
        String base = settings.server().toString();
        this.address = URI.create(base + (base.endsWith("/") ? "v1/usage" : "/v1/usage"));
        this.settings = settings;
        this.clock = settings.clock();
    }

    /** Sends so many events; of none, an empty array. Never throws. */
    Answer post(byte[] body, int length, int events, String tracker) {
        try {
            boolean zip = settings.gzip() && events > 0;
            byte[] plain = events == 0 ? new byte[] {'[', ']'} : body;
            int plainLength = events == 0 ? plain.length : length;
            byte[] zipped = zip ? zipped(plain, plainLength) : null;
            byte[] sent = zipped == null ? plain : zipped;
            HttpURLConnection connection = open(tracker, events);
            if (zip) {
                connection.setRequestProperty("Content-Encoding", "gzip");
            }
            int sentLength = zipped == null ? plainLength : zipped.length;
            connection.setFixedLengthStreamingMode(sentLength);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(sent, 0, sentLength);
            }
            return answer(connection, events);
        } catch (IOException | RuntimeException failed) {
            return new Answer.Later(
                    "unreachable",
                    "The server can't be reached at " + address + ": " + failed,
                    null,
                    failed);
        }
    }

    private HttpURLConnection open(String tracker, int events) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setUseCaches(false);
        // A key must not follow wherever an answer points.
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout((int) settings.connectTimeout().toMillis());
        connection.setReadTimeout((int) settings.requestTimeout().toMillis());
        connection.setRequestProperty("Authorization", "Bearer " + settings.key());
        connection.setRequestProperty("Content-Type", events == 0 ? "application/json" : NDJSON);
        connection.setRequestProperty("Accept", "application/json");
        connection.setRequestProperty("Tare-Tracker", tracker);
        return connection;
    }

    private static byte[] zipped(byte[] body, int length) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream(length / 8 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(body, 0, length);
        }
        return zipped.toByteArray();
    }

    private Answer answer(HttpURLConnection connection, int events) throws IOException {
        int status = connection.getResponseCode();
        String body = "";
        InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
        if (in != null) {
            // Read to its end, so that the connection can be used again.
            try (in) {
                byte[] bytes = in.readNBytes(ANSWER_BYTES_MAX);
                body = new String(bytes, StandardCharsets.UTF_8);
            }
        }
        return Answer.of(status, body, events, retryAfter(connection));
    }

    private @Nullable Duration retryAfter(HttpURLConnection connection) {
        String text = connection.getHeaderField("Retry-After");
        if (text == null) {
            return null;
        }
        try {
            return text.strip().matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text.strip()))
                    : Duration.between(
                            clock.instant(),
                            ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
