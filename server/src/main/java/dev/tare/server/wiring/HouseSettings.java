package dev.tare.server.wiring;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;

/**
 * Where a house keeps its data, and its workspace's zone.
 *
 * @param data the data folder; everything Tare keeps is in it
 * @param zone IANA time zone in which days of the summaries are cut
 */
public record HouseSettings(Path data, ZoneId zone) {
    /** The folder of the journal. */
    public Path journal() {
        return data.resolve("journal");
    }

    /** The ledger's file. */
    public Path ledger() {
        return data.resolve("tare.duckdb");
    }

    /** The folder of the recorder's memory of identities. */
    public Path identities() {
        return data.resolve("identities");
    }

    /** Where backups go unless told otherwise. */
    public Path backups() {
        return data.resolve("backups");
    }

    /** Keys and password, hashed. */
    public Path access() {
        return data.resolve("access.json");
    }

    /** The command line's own token. */
    public Path cliToken() {
        return data.resolve("cli.token");
    }

    /** Where the running server says how to reach it. */
    public Path address() {
        return data.resolve("server.json");
    }

    /** Present where the data is the demo's: made up, never to be mixed with real data. */
    public Path demoMark() {
        return data.resolve("DEMO");
    }

    /** Whether this data folder is the demo's. */
    public boolean isDemo() {
        return Files.exists(demoMark());
    }
}
