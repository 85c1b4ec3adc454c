package dev.tare.server.http;

import dev.tare.server.security.HostCheck;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.springframework.boot.jetty.JettyServerCustomizer;

/**
 * Takes the addresses of usage out of the stream of requests before anything else sees them: their
 * servlets check names and keys themselves, and need none of the filters that pages need. Those
 * took as long as the whole rest of a request with one event.
 */
public final class IntakeDoor extends Handler.Wrapper {
    /** The addresses taken. */
    static final Set<String> PATHS = Set.of(UsageServlet.PATH, CloudEventsServlet.PATH);

    private final ServletContextHandler intake = new ServletContextHandler();

    private IntakeDoor(Handler behind, IntakeServlet.Parts parts, HostCheck hosts) {
        super(behind);
        intake.setContextPath("/");
        intake.addFilter(new FilterHolder(hosts), "/*", EnumSet.of(DispatcherType.REQUEST));
        intake.addServlet(new ServletHolder(new UsageServlet(parts)), UsageServlet.PATH);
        intake.addServlet(
                new ServletHolder(new CloudEventsServlet(parts)), CloudEventsServlet.PATH);
        installBean(intake);
    }

    /**
     * Puts the door in front of everything a server has.
     *
     * @param parts asked for once the server is put together
     */
    public static JettyServerCustomizer inFront(
            Supplier<IntakeServlet.Parts> parts, HostCheck hosts) {
        return server -> {
            IntakeDoor door = new IntakeDoor(server.getHandler(), parts.get(), hosts);
            door.intake.setServer(server);
            server.setHandler(door);
        };
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return PATHS.contains(Request.getPathInContext(request))
                ? intake.handle(request, response, callback)
                : super.handle(request, response, callback);
    }
}
