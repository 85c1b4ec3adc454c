package dev.tare.server.cli;

import dev.tare.core.rollup.Verification;
import dev.tare.server.wire.Figures;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code tare verify}: does the ledger add up? */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks the ledger against itself: every event counted, every sum, every cost.",
            "",
            "Ends with 0 where all is as it should be, with 1 where something was found.",
            "",
            "Example:",
            "  tare verify",
            ""
        })
final class VerifyCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<Verification.Check> checks;
        try (TareLink link = data.link()) {
            checks = link.verify();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new JsonMapper().writeValueAsString(checks));
        } else {
            checks.forEach(check -> print(check, out));
        }
        out.flush();
        return checks.stream().allMatch(Verification.Check::passed)
                ? ExitCode.OK
                : ExitCode.FINDING;
    }

    private static void print(Verification.Check check, PrintWriter out) {
        out.printf(
                "%-4s %-10s %s (%s looked at)%n",
                check.passed() ? "ok" : "BAD",
                check.name(),
                check.rule(),
                Figures.grouped(Long.toString(check.looked())));
        check.findings().forEach(finding -> out.println("       " + finding));
        if (check.found() > check.findings().size()) {
            out.printf("       … %d findings in all%n", check.found());
        }
    }
}
