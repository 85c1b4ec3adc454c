package dev.tare.server.wiring;

import dev.tare.server.postgres.DaysCut;
import dev.tare.server.postgres.PostgresAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Where a house keeps its data, and its workspace's zone.
 *
 * @param data the data folder; everything Tare keeps is in it, but for a ledger in a database
 * @param zone IANA time zone in which days of the summaries are cut
 * @param database where the ledger lies; {@code null}: in a file in the data folder
 * @param cut told how far a database's days are cut anew, where they are those of another zone
 */
public record HouseSettings(
        Path data, ZoneId zone, @Nullable PostgresAddress database, DaysCut cut) {
    /** With nobody told. */
    public HouseSettings(Path data, ZoneId zone, @Nullable PostgresAddress database) {
        this(data, zone, database, DaysCut.UNTOLD);
    }

    /** With the ledger in the data folder. */
    public HouseSettings(Path data, ZoneId zone) {
        this(data, zone, null);
    }

    /** The same, with somebody told. */
    public HouseSettings telling(DaysCut somebody) {
        return new HouseSettings(data, zone, database, somebody);
    }

    /** The folder of the journal. */
    public Path journal() {
        return data.resolve("journal");
    }

    /** The ledger's file. */
    public Path ledger() {
        return data.resolve("tare.duckdb");
    }

    /** Present where the ledger lies in a database: its name, without a password. */
    public Path databaseMark() {
        return data.resolve("DATABASE");
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
