package dev.tare.server.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** The terminal of the person in front of it, where there is one. */
final class Terminal {
    private Terminal() {}

    /** {@code null} where output or input goes elsewhere. */
    // One checker says it is never null here, the other that it may be: asked both ways.
    @SuppressWarnings("SystemConsoleNull")
    static @Nullable Console find() {
        Console console = System.console();
        return console != null && console.isTerminal() ? console : null;
    }
}
