package dev.tare.server.wiring;

import java.util.Set;

/**
 * How the server is reached.
 *
 * @param listen address to listen on; loopback unless told otherwise
 * @param port TCP port, 0 = any free one
 * @param allowedHosts host names beside the loopback ones under which it may be called
 */
public record WebSettings(String listen, int port, Set<String> allowedHosts) {
    /** The port where nothing else is said. */
    public static final int PORT_DEFAULT = 7373;

    /** The address where nothing else is said. */
    public static final String LISTEN_DEFAULT = "127.0.0.1";

    public WebSettings {
        allowedHosts = Set.copyOf(allowedHosts);
    }

    /** Whether only this machine can reach it. */
    public boolean isLoopback() {
        return listen.startsWith("127.") || listen.equals("::1") || listen.equals("localhost");
    }
}
