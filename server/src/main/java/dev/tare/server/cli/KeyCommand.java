package dev.tare.server.cli;

import dev.tare.server.security.AccessFile;
import dev.tare.server.security.AccessKey;
import dev.tare.server.security.KeyKind;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tare key}: lists, makes, rotates and removes keys; a running server follows at once. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = {
            "Lists, makes, rotates and removes the keys that programs send with.",
            "",
            "An ingest key writes usage and nothing else. An admin key may do everything. A key is"
                    + " shown once and stored hashed. A running server follows within a second.",
            "",
            "Examples:",
            "  tare key list",
            "  tare key add --source image-editor",
            "  tare key add --kind admin",
            "  tare key rotate ingest-1a2b3c4d   (a new key for the same source; the old one ends)",
            "  tare key remove ingest-1a2b3c4d",
            ""
        })
final class KeyCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(
            index = "0",
            defaultValue = "list",
            paramLabel = "ACTION",
            description = "list, add, rotate or remove (default: list).")
    private String action;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "The key's id.")
    private @Nullable String id;

    @Option(names = "--kind", description = "ingest or admin (default: ingest).")
    private String kind = KeyKind.INGEST.text();

    @Option(
            names = "--source",
            description = "The application the key belongs to (default: default).")
    private String source = AccessKey.DEFAULT_SOURCE;

    @Override
    public Integer call() {
        AccessFile file = open(data);
        PrintWriter out = spec.commandLine().getOut();
        switch (action) {
            case "list" -> list(file.keys(), out);
            case "add" -> show(file.addKey(kind(), checkedSource()), out);
            case "rotate" -> {
                AccessKey old = named(file);
                show(file.addKey(old.kind(), old.source()), out);
                file.removeKey(old.id());
                out.println("Removed " + old.id() + ".");
            }
            case "remove" -> {
                file.removeKey(named(file).id());
                out.println("Removed " + id + ".");
            }
            default ->
                    throw new CommandFailed(
                            ExitCode.USAGE,
                            "There is no action \""
                                    + action
                                    + "\"; there are list, add, rotate and remove.");
        }
        out.flush();
        return ExitCode.OK;
    }

    static AccessFile open(DataOption data) {
        var file = data.settings().access();
        if (!Files.exists(file)) {
            throw new CommandFailed(
                    ExitCode.ENVIRONMENT,
                    "There are no keys in "
                            + data.settings().data()
                            + " yet; the first `tare serve` makes them.");
        }
        return AccessFile.open(file, Clock.systemUTC(), new SecureRandom()).file();
    }

    private KeyKind kind() {
        KeyKind known = KeyKind.of(kind);
        if (known == null) {
            throw new CommandFailed(
                    ExitCode.USAGE, "There is no kind \"" + kind + "\"; take ingest or admin.");
        }
        return known;
    }

    private String checkedSource() {
        if (!AccessKey.isSource(source)) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "A source can't be \""
                            + source
                            + "\"; take letters, digits, dots, hyphens and underscores.");
        }
        return source;
    }

    private AccessKey named(AccessFile file) {
        return file.keys().stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new CommandFailed(
                                ExitCode.USAGE,
                                id == null
                                        ? "Which key? Give its id; `tare key` lists them."
                                        : "There is no key \""
                                                + id
                                                + "\"; `tare key` lists them."));
    }

    private static void list(List<AccessKey> keys, PrintWriter out) {
        TextTable table = new TextTable(List.of("id", "kind", "source", "made"));
        keys.forEach(key ->
                table.row(
                        List.of(
                                key.id(),
                                key.kind().text(),
                                key.source(),
                                key.created().toString())));
        out.print(table);
    }

    private static void show(AccessFile.NewKey made, PrintWriter out) {
        out.println(
                "New "
                        + made.key().kind().text()
                        + " key "
                        + made.key().id()
                        + " for source "
                        + made.key().source()
                        + ", shown this once:");
        out.println("  " + made.secret());
    }
}
