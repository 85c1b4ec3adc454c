package dev.tare.server.http;

import dev.tare.core.ledger.Backups;
import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.core.rollup.Verification;
import dev.tare.server.security.KeyCheck;
import dev.tare.server.security.KeyCheck.Caller;
import dev.tare.server.wire.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /v1/verify} and {@code POST /v1/backup}. */
@RestController
public final class UpkeepResource {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'tare-'yyyyMMdd'T'HHmmss'Z.duckdb'")
                    .withZone(ZoneOffset.UTC);

    private final Supplier<List<Verification.Check>> verification;
    private final @Nullable Backups backups;
    private final Path folder;
    private final KeyCheck keys;
    private final Clock clock;

    /**
     * @param backups {@code null} where whoever runs the database makes them
     * @param folder where backups go whose caller names no path
     */
    public UpkeepResource(
            Supplier<List<Verification.Check>> verification,
            @Nullable Backups backups,
            Path folder,
            KeyCheck keys,
            Clock clock) {
        this.verification = verification;
        this.backups = backups;
        this.folder = folder;
        this.keys = keys;
        this.clock = clock;
    }

    /** Checks the ledger against itself. 200 also where something was found: see {@code passed}. */
    @PostMapping("/v1/verify")
    public ResponseEntity<byte[]> verify() {
        List<Verification.Check> checks = verification.get();
        return Reply.json(
                200,
                json -> {
                    json.writeBooleanProperty(
                            "passed", checks.stream().allMatch(Verification.Check::passed));
                    json.writeArrayPropertyStart("checks");
                    for (Verification.Check check : checks) {
                        json.writeStartObject();
                        json.writeStringProperty("name", check.name());
                        json.writeStringProperty("rule", check.rule());
                        json.writeNumberProperty("looked", check.looked());
                        json.writeNumberProperty("found", check.found());
                        json.writeArrayPropertyStart("findings");
                        check.findings().forEach(json::writeString);
                        json.writeEndArray();
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    /**
     * Makes a copy in the backup folder. The server's own user on the same machine may name an
     * absolute {@code path}: that user could write there anyway, an admin elsewhere could not.
     */
    @PostMapping("/v1/backup")
    public ResponseEntity<byte[]> backup(HttpServletRequest request) throws IOException {
        return switch (JsonBody.fields(request, Set.of("path"))) {
            case JsonBody.Bad bad -> Reply.problem(bad.problem());
            case JsonBody.Text _ -> Reply.problem(Problem.ours());
            case JsonBody.Fields body -> backup(body.get("path"), request);
        };
    }

    private ResponseEntity<byte[]> backup(@Nullable String named, HttpServletRequest request)
            throws IOException {
        if (backups == null) {
            return Reply.problem(
                    Problem.caller(
                                    409,
                                    "backups_elsewhere",
                                    "This ledger lies in a PostgreSQL database, and Tare makes no"
                                            + " copy of that.")
                            .mendedBy("Back the database up with its own means, such as pg_dump."));
        }
        boolean ownUser = keys.caller(request) instanceof Caller.Admin admin && admin.ownUser();
        if (named != null && !ownUser) {
            return Reply.problem(
                    Problem.caller(403, "path_not_allowed", "Only the command line names a path.")
                            .at("path")
                            .mendedBy("Leave it out: the copy goes into the backup folder."));
        }
        Path target = target(named);
        if (target == null) {
            return Reply.problem(
                    Problem.caller(400, "invalid_path", "The path must be absolute.").at("path"));
        }
        if (Files.exists(target)) {
            return Reply.problem(
                    Problem.caller(409, "file_exists", "There is a file at " + target + ".")
                            .at("path")
                            .mendedBy("Name another one."));
        }
        if (named == null) {
            Files.createDirectories(folder);
        }
        return written(backups, target);
    }

    private @Nullable Path target(@Nullable String named) {
        if (named == null) {
            return folder.resolve(NAME.format(clock.instant()));
        }
        try {
            Path path = Path.of(named);
            return path.isAbsolute() ? path : null;
        } catch (InvalidPathException unreadable) {
            return null;
        }
    }

    private ResponseEntity<byte[]> written(Backups backups, Path target) {
        try {
            Backups.Backup backup = backups.backup(target);
            return Reply.json(
                    200,
                    json -> {
                        json.writeStringProperty("file", backup.file().toString());
                        json.writeNumberProperty("bytes", backup.bytes());
                        json.writeNumberProperty("events", backup.events());
                    });
        } catch (StoreUnavailable failed) {
            return Reply.problem(
                    Problem.outside(
                            503, "backup_failed", String.valueOf(failed.getMessage()), null));
        }
    }
}
