package dev.tare.server.http;

import dev.tare.core.event.Rejection;
import dev.tare.server.wire.Problem;
import dev.tare.server.wire.UsageEventReader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request of usage says about its body, and the body as plain text. */
final class UsageBody {
    /** What an address takes, and how it says so. */
    record Types(Map<String, UsageEventReader.Form> forms, String mend) {
        static final Types USAGE =
                new Types(
                        Map.of(
                                "application/json", UsageEventReader.Form.JSON,
                                "application/x-ndjson", UsageEventReader.Form.NDJSON),
                        "Send application/json (an object or an array) or"
                                + " application/x-ndjson (one object per line), in UTF-8.");

        static final Types CLOUD_EVENTS =
                new Types(
                        Map.of(
                                "application/cloudevents+json", UsageEventReader.Form.JSON,
                                "application/cloudevents-batch+json", UsageEventReader.Form.JSON,
                                "application/json", UsageEventReader.Form.JSON),
                        "Send application/cloudevents+json (an object),"
                                + " application/cloudevents-batch+json (an array) or"
                                + " application/json (either), in UTF-8.");
    }

    private final HttpServletRequest request;
    private final Types types;
    private final IntakeSettings settings;

    UsageBody(HttpServletRequest request, Types types, IntakeSettings settings) {
        this.request = request;
        this.types = types;
        this.settings = settings;
    }

    /** What is wrong with the headers, {@code null} where nothing is. */
    @Nullable Problem problem() {
        if (form() == null) {
            return Problem.caller(
                            415,
                            "unsupported_media_type",
                            "The Content-Type can't be "
                                    + Rejection.shown(shown(request.getContentType()))
                                    + ".")
                    .at("Content-Type")
                    .mendedBy(types.mend());
        }
        if (!isGzip() && !encoding().isEmpty()) {
            return Problem.caller(
                            415,
                            "unsupported_encoding",
                            "The Content-Encoding can't be "
                                    + Rejection.shown(shown(encoding()))
                                    + ".")
                    .at("Content-Encoding")
                    .mendedBy("Send gzip, or leave it out.");
        }
        return request.getContentLengthLong() > settings.sentBytesMax() ? tooLarge() : null;
    }

    Problem tooLarge() {
        return Problem.caller(
                        413, "body_too_large", "The body is too large; nothing of it was accepted.")
                .mendedBy(
                        "Send at most "
                                + settings.sentBytesMax()
                                + " bytes, "
                                + settings.bodyBytesMax()
                                + " after decompression, in one request.");
    }

    Problem tooMany() {
        return Problem.caller(
                        413,
                        "batch_too_large",
                        "There are too many events; none of them was accepted.")
                .mendedBy("Send at most " + settings.eventsMax() + " events in one request.");
    }

    /** Of a gzip body that isn't whole. */
    Problem damaged() {
        return Problem.caller(
                        400,
                        "invalid_gzip",
                        "The body can't be decompressed; nothing of it was accepted.")
                .at("Content-Encoding")
                .mendedBy("Send a whole gzip body, or leave Content-Encoding out.");
    }

    /** The form of the events, {@code null} where it isn't one of ours. */
    UsageEventReader.@Nullable Form form() {
        String type = shown(request.getContentType()).toLowerCase(Locale.ROOT);
        int parameters = type.indexOf(';');
        String charset = parameters < 0 ? "" : type.substring(parameters).replaceAll("[\\s\"]", "");
        if (charset.contains("charset=") && !charset.contains("charset=utf-8")) {
            return null;
        }
        return types.forms().get((parameters < 0 ? type : type.substring(0, parameters)).strip());
    }

    /** The body after decompression; it ends with {@link LimitedStream.TooLong} at its limits. */
    InputStream open() throws IOException {
        InputStream sent = new LimitedStream(request.getInputStream(), settings.sentBytesMax());
        return new LimitedStream(isGzip() ? new GunzipStream(sent) : sent, settings.bodyBytesMax());
    }

    /**
     * Reads a refused body to its end, within limits: a connection closed on a caller that still
     * sends would lose the answer on its way.
     */
    void drain() {
        byte[] nothing = new byte[8_192];
        try {
            InputStream sent = request.getInputStream();
            long left = 2 * settings.sentBytesMax();
            for (int read = 0; read >= 0 && left > 0; left -= read) {
                read = sent.read(nothing);
            }
        } catch (IOException gone) {
            // The caller left; there is nobody to answer.
        }
    }

    boolean isGzip() {
        return encoding().equals("gzip");
    }

    private String encoding() {
        String encoding = request.getHeader("Content-Encoding");
        return encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")
                ? ""
                : encoding.strip().toLowerCase(Locale.ROOT);
    }

    private static String shown(@Nullable String text) {
        return text == null ? "" : text;
    }
}
