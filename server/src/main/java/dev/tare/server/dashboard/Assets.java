package dev.tare.server.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * The style sheet, scripts and pictures of the pages: a closed list of files from the class path.
 *
 * <p>Pages name them below a folder whose name is a digest of all of them, so browsers may keep
 * them for ever; without that folder they are served too, but checked again each time.
 */
@RestController
public final class Assets {
    private static final String OWN = "static/assets/";
    private static final String ECHARTS = "META-INF/resources/_static/echarts/6.0.0/dist/";
    private static final String HTMX = "META-INF/resources/webjars/htmx.org/2.0.10/dist/";
    private static final Map<String, String> FILES =
            Map.ofEntries(
                    Map.entry("tare.css", OWN),
                    Map.entry("pages.css", OWN),
                    Map.entry("prices.css", OWN),
                    Map.entry("calls.css", OWN),
                    Map.entry("theme.js", OWN),
                    Map.entry("quarantine.js", OWN),
                    Map.entry("dashboard.js", OWN),
                    Map.entry("charts.js", OWN),
                    Map.entry("chart-options.js", OWN),
                    Map.entry("live.js", OWN),
                    Map.entry("filters.js", OWN),
                    Map.entry("favicon.svg", OWN),
                    Map.entry("echarts.min.js", ECHARTS),
                    Map.entry("htmx.min.js", HTMX));
    private static final Map<String, MediaType> TYPES =
            Map.of(
                    "css", MediaType.parseMediaType("text/css;charset=UTF-8"),
                    "js", MediaType.parseMediaType("text/javascript;charset=UTF-8"),
                    "svg", MediaType.parseMediaType("image/svg+xml"));

    private @Nullable Files files;

    /** Every file in both forms, and the digest of all. */
    private record Files(Map<String, Asset> assets, String version) {}

    private static final class Asset {
        private final byte[] plain;
        private final byte[] packed;
        private final MediaType type;

        Asset(byte[] plain, MediaType type) {
            this.plain = plain;
            this.packed = packed(plain);
            this.type = type;
        }
    }

    /** Read and packed when first asked for: a server that only takes usage in starts sooner. */
    private synchronized Files files() {
        if (files == null) {
            files = read();
        }
        return files;
    }

    private static Files read() {
        Map<String, Asset> assets = new TreeMap<>();
        MessageDigest digest = sha256();
        for (String name : new TreeMap<>(FILES).keySet()) {
            byte[] bytes = read(FILES.get(name) + name);
            digest.update(bytes);
            String ending = name.substring(name.lastIndexOf('.') + 1);
            MediaType type = TYPES.getOrDefault(ending, MediaType.APPLICATION_OCTET_STREAM);
            assets.put(name, new Asset(bytes, type));
        }
        return new Files(assets, HexFormat.of().formatHex(digest.digest(), 0, 6));
    }

    /** The folder that pages name them in, such as {@code /assets/1f2e3d4c5b6a}. */
    public String base() {
        return "/assets/" + files().version();
    }

    /** A file of this version; a page of another version gets the newest and keeps nothing. */
    @GetMapping("/assets/{version}/{name}")
    public ResponseEntity<byte[]> versioned(
            @PathVariable("version") String asked,
            @PathVariable("name") String name,
            @RequestHeader(name = HttpHeaders.ACCEPT_ENCODING, defaultValue = "") String accepted) {
        CacheControl keeping =
                asked.equals(files().version())
                        ? CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable()
                        : CacheControl.noStore();
        return answer(name, accepted, keeping);
    }

    /** A file by its plain name. */
    @GetMapping("/assets/{name}")
    public ResponseEntity<byte[]> plain(
            @PathVariable("name") String name,
            @RequestHeader(name = HttpHeaders.ACCEPT_ENCODING, defaultValue = "") String accepted) {
        return answer(name, accepted, CacheControl.noCache());
    }

    private ResponseEntity<byte[]> answer(String name, String accepted, CacheControl keeping) {
        Asset asset = files().assets().get(name);
        if (asset == null) {
            return ResponseEntity.notFound().build();
        }
        boolean gzip = accepted.contains("gzip");
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.ok()
                        .contentType(asset.type)
                        .cacheControl(keeping)
                        .eTag('"' + files().version() + (gzip ? "-gzip\"" : "\""))
                        .varyBy(HttpHeaders.ACCEPT_ENCODING);
        if (gzip) {
            answer.header(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        return answer.body(gzip ? asset.packed : asset.plain);
    }

    private static byte[] read(String path) {
        try (@Nullable InputStream in = Assets.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The class path has no " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] packed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
