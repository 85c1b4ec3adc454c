package dev.tare.server.cli;

import dev.tare.server.security.AccessFile;
import java.io.Console;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tare password}: sets the dashboard's password; open logins end. */
@Command(
        name = "password",
        mixinStandardHelpOptions = true,
        description = {
            "Sets the dashboard's password. Without a terminal, or with --generate, makes one and"
                    + " prints it.",
            "Everyone logged in is logged out. A running server follows within a second.",
            "",
            "Example:",
            "  tare password --generate",
            ""
        })
final class PasswordCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Option(names = "--generate", description = "Make a random password and print it.")
    private boolean generate;

    @Override
    public Integer call() {
        AccessFile file = KeyCommand.open(data);
        PrintWriter out = spec.commandLine().getOut();
        Console console = generate ? null : Terminal.find();
        if (console == null) {
            out.println("New password, shown this once:");
            out.println("  " + file.newPassword());
        } else {
            set(file, console);
            out.println("The password is set.");
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void set(AccessFile file, Console console) {
        String first = read(console, "New password: ");
        if (!first.equals(read(console, "Once more: "))) {
            throw new CommandFailed(ExitCode.USAGE, "The two differ; nothing was changed.");
        }
        String wrong = file.setPassword(first);
        if (wrong != null) {
            throw new CommandFailed(ExitCode.USAGE, wrong);
        }
    }

    private static String read(Console console, String prompt) {
        char @Nullable [] typed = console.readPassword("%s", prompt);
        if (typed == null) {
            throw new CommandFailed(ExitCode.USAGE, "Nothing was changed.");
        }
        return new String(typed);
    }
}
