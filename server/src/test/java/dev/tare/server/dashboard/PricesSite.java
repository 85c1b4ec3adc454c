package dev.tare.server.dashboard;

import dev.tare.core.ledger.JournalRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A site with prices and calls, and a client that fills in the form of a new price. */
final class PricesSite implements AutoCloseable {
    /** The id of the card that the form makes as it stands. */
    static final String ID = "acme-upscale-photo-4x-2026-11-10";

    private static final String[] PHOTO = {
        "provider",
        "acme",
        "operation",
        "upscale",
        "model",
        "photo-4x",
        "from",
        "2026-11-10",
        "to",
        "",
        "origin",
        "own",
        "failed_calls",
        "not_billed",
        "source",
        "their letter",
        "way",
        "rates",
        "default_unit",
        "images",
        "unit",
        "images",
        "usd",
        "0.06",
        "per",
        "1",
        "unit",
        "",
        "usd",
        "",
        "per",
        "1"
    };

    final TestSite site = new TestSite(new SeededSums(), false);
    private final HttpClient client = HttpClient.newHttpClient();

    PricesSite() {
        site.prices.fill();
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(site.address() + path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** Sends the form, with some fields as told and the others as they are in {@code PHOTO}. */
    HttpResponse<String> post(String step, String... told) {
        List<String> fields = new ArrayList<>(List.of("step=" + step));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < told.length; i += 2) {
            names.add(told[i]);
            fields.add(told[i] + "=" + URLEncoder.encode(told[i + 1], StandardCharsets.UTF_8));
        }
        for (int i = 0; i < PHOTO.length; i += 2) {
            if (!names.contains(PHOTO[i])) {
                fields.add(PHOTO[i] + "=" + PHOTO[i + 1].replace(' ', '+'));
            }
        }
        return send(
                HttpRequest.newBuilder(URI.create(site.address() + "/prices/new"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(String.join("&", fields))));
    }

    /** How many records of prices were accepted since. */
    long entered() {
        return site.prices.records().stream().filter(JournalRecord.Prices.class::isInstance).count()
                - 1;
    }

    @Override
    public void close() {
        client.close();
        site.close();
    }
}
