package dev.tare.server.duckdb;

import java.nio.file.Path;
import java.time.ZoneId;

/**
 * Where the embedded ledger lies and what it may use.
 *
 * @param file the one file that holds it
 * @param workspaceZone the zone whose days the daily tables are cut by; another one than last time
 *     rebuilds them
 * @param memoryMegabytes what the engine may use for data in work, at least 128; beyond it, it goes
 *     to a folder beside the file
 */
public record DuckDbSettings(Path file, ZoneId workspaceZone, int memoryMegabytes) {
    /** Enough for a batch and reports over 50 million rows. */
    public static final int MEMORY_MEGABYTES_DEFAULT = 1_024;

    public DuckDbSettings {
        if (memoryMegabytes < 128) {
            throw new IllegalArgumentException(
                    "memoryMegabytes can't be " + memoryMegabytes + "; give it 128 or more.");
        }
    }

    public DuckDbSettings(Path file, ZoneId workspaceZone) {
        this(file, workspaceZone, MEMORY_MEGABYTES_DEFAULT);
    }
}
