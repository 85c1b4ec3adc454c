package dev.tare.server.cli;

import dev.tare.core.pricing.Books;
import dev.tare.server.history.Suggestion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** {@code tare import history --suggest}: a first mapping for somebody's tables. */
final class HistorySuggestion {
    private HistorySuggestion() {}

    /** Writes it to a file that isn't there yet, or to standard output. */
    static int write(HistorySource source, Books books, @Nullable Path file, PrintWriter out)
            throws IOException {
        switch (Suggestion.of(source.database(), books)) {
            case Suggestion.Failed failed ->
                    throw new CommandFailed(
                            ExitCode.ENVIRONMENT, failed.message() + " (" + failed.code() + ")");
            case Suggestion.Nothing nothing -> {
                out.println(nothing.message());
                out.flush();
                return ExitCode.FINDING;
            }
            case Suggestion.Written(String yaml) when file == null -> out.print(yaml);
            case Suggestion.Written(String yaml) -> {
                try {
                    Files.writeString(file, yaml, StandardOpenOption.CREATE_NEW);
                } catch (FileAlreadyExistsException taken) {
                    throw new CommandFailed(
                            ExitCode.USAGE,
                            "The file "
                                    + file
                                    + " is there already, perhaps mended by hand; name another.");
                }
                out.println("Written to " + file + ": look at each line with CHECK.");
            }
        }
        out.flush();
        return ExitCode.OK;
    }
}
