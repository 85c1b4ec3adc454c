package dev.tare.server.wiring;

import dev.tare.server.dashboard.RecordedSignal;
import dev.tare.server.security.AccessFile;
import dev.tare.server.security.CliToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The running server: HTTP, security and dashboard in front of an open {@link House}. */
public final class WebServer implements AutoCloseable {
    private final ServletWebServerApplicationContext context;
    private final House house;
    private final RecordedSignal signal;
    private final URI address;

    private WebServer(
            ServletWebServerApplicationContext context,
            House house,
            RecordedSignal signal,
            URI address) {
        this.context = context;
        this.house = house;
        this.signal = signal;
        this.address = address;
    }

    /**
     * Starts serving; returns once requests are answered. The house stays the caller's to close.
     *
     * @param made told the secrets made on first start, before anything else can go wrong
     * @param signal told by the house after each transaction; the dashboard's pages listen to it
     */
    public static WebServer start(
            House house,
            RecordedSignal signal,
            WebSettings web,
            Consumer<AccessFile.FirstSecrets> made) {
        checkFree(web);
        HouseSettings settings = house.settings();
        SecureRandom random = new SecureRandom();
        AccessFile.Opened access = AccessFile.open(settings.access(), house.clock(), random);
        if (access.made() != null) {
            made.accept(access.made());
        }
        CliToken cli = CliToken.create(settings.cliToken(), random);
        SpringApplication application = new SpringApplication(ServerConfiguration.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(properties(web));
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(House.class, () -> house, bean -> bean.setDestroyMethodName(""));
            beans.registerBean(
                    RecordedSignal.class, () -> signal, bean -> bean.setDestroyMethodName(""));
            beans.registerBean(WebSettings.class, () -> web);
            beans.registerBean(AccessFile.class, access::file);
            beans.registerBean(CliToken.class, () -> cli);
        });
        ServletWebServerApplicationContext context =
                (ServletWebServerApplicationContext) application.run();
        int port = port(context);
        URI address =
                URI.create(
                        "http://" + (web.isLoopback() ? "127.0.0.1" : web.listen()) + ":" + port);
        new ServerAddress(
                        URI.create("http://" + reachable(web) + ":" + port),
                        ProcessHandle.current().pid())
                .write(settings.address());
        return new WebServer(context, house, signal, address);
    }

    /** Says so plainly where the port is taken, before anything is made. */
    private static void checkFree(WebSettings web) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(web.listen(), web.port()));
        } catch (IOException taken) {
            throw new UncheckedIOException(
                    "Can't listen on "
                            + web.listen()
                            + ":"
                            + web.port()
                            + " ("
                            + taken.getMessage()
                            + "). Stop what listens there, or name another port with --port.",
                    taken);
        }
    }

    private static String reachable(WebSettings web) {
        return web.listen().equals("0.0.0.0") || web.isLoopback() ? "127.0.0.1" : web.listen();
    }

    private static int port(ServletWebServerApplicationContext context) {
        var server = context.getWebServer();
        return server == null ? 0 : server.getPort();
    }

    private static Map<String, Object> properties(WebSettings web) {
        return Map.of(
                "server.port",
                web.port(),
                "server.address",
                web.listen(),
                "server.shutdown",
                "graceful",
                "spring.threads.virtual.enabled",
                true,
                "spring.main.web-application-type",
                "servlet",
                "spring.mvc.servlet.load-on-startup",
                1,
                "spring.web.resources.add-mappings",
                false,
                "server.servlet.session.timeout",
                "10m",
                "logging.level.root",
                "WARN",
                "logging.pattern.console",
                "%d{HH:mm:ss} %-5level %msg%n");
    }

    /** Where it is reached, without a slash at the end. */
    public URI address() {
        return address;
    }

    /** Everything registered with the server, for the test that holds it against the table. */
    ServletWebServerApplicationContext context() {
        return context;
    }

    /** Stops answering. */
    @Override
    public void close() {
        try {
            signal.close();
            context.close();
        } finally {
            try {
                Files.deleteIfExists(house.settings().address());
            } catch (IOException stays) {
                // It names a dead process then, and is ignored.
            }
        }
    }
}
