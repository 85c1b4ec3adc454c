package dev.tare.bench.load;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** A PostgreSQL of the trial's own, set up as one would for a ledger on such a machine. */
public final class Postgres {
    private Postgres() {}

    /** A new one in that folder, with fsync on. */
    public static EmbeddedPostgres start(Path folder) throws IOException {
        ((Logger) LoggerFactory.getLogger(EmbeddedPostgres.class)).setLevel(Level.WARN);
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("max_connections", "100")
                .setServerConfig("log_min_messages", "fatal")
                .start();
    }
}
