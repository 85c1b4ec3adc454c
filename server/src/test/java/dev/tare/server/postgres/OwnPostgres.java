package dev.tare.server.postgres;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of a test's own that keeps on disk what it has promised to keep. It may be killed,
 * and started again on the same data; its port stays the same.
 */
public final class OwnPostgres implements AutoCloseable {
    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    /** Running, with a new data folder in that one. */
    public OwnPostgres(Path folder) throws IOException {
        data = folder.resolve("pgdata");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = started();
    }

    private EmbeddedPostgres started() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                // As unsafe as a setup may be: whoever needs more has to say so.
                .setServerConfig("synchronous_commit", "off")
                .start();
    }

    /** Its own first database. */
    public PostgresAddress address() {
        return PostgresAddress.of(server.getJdbcUrl("postgres", "postgres"));
    }

    /** Ends the server and all its sessions at once, as a power failure does. */
    public void kill() throws IOException {
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        // It finds nothing to stop and complains, but lets go of its lock on the folder.
        Logger log = (Logger) LoggerFactory.getLogger(EmbeddedPostgres.class);
        Level before = log.getLevel();
        log.setLevel(Level.OFF);
        server.close();
        log.setLevel(before);
    }

    /** Starts it again on what the disk has. */
    public void start() throws IOException {
        server = started();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
