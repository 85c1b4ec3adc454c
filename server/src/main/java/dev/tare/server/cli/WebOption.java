package dev.tare.server.cli;

import dev.tare.server.wiring.WebSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the server is reached. */
final class WebOption {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "TCP port, 0 = any free one (default: $TARE_PORT, else 7373).")
    private @Nullable Integer port;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description =
                    "Address to listen on; anything but loopback lets other machines in"
                            + " (default: $TARE_LISTEN, else 127.0.0.1).")
    private @Nullable String listen;

    @Option(
            names = "--allow-host",
            paramLabel = "NAME",
            description =
                    "A further host name this server may be called by, such as tare.example.com"
                            + " (default: $TARE_ALLOWED_HOSTS, separated by commas).")
    private List<String> allowedHosts = List.of();

    WebSettings settings() {
        Set<String> hosts = new TreeSet<>(allowedHosts);
        Arrays.stream(System.getenv().getOrDefault("TARE_ALLOWED_HOSTS", "").split(",", -1))
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .forEach(hosts::add);
        String fromEnvironment =
                System.getenv().getOrDefault("TARE_LISTEN", WebSettings.LISTEN_DEFAULT);
        return new WebSettings(listen == null ? fromEnvironment : listen, port(), hosts);
    }

    private int port() {
        if (port != null) {
            return checked(port.toString());
        }
        return checked(
                System.getenv()
                        .getOrDefault("TARE_PORT", String.valueOf(WebSettings.PORT_DEFAULT)));
    }

    private static int checked(String text) {
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535) {
            return Integer.parseInt(text);
        }
        throw new CommandFailed(
                ExitCode.USAGE, "A port can't be \"" + text + "\"; give a number up to 65535.");
    }
}
