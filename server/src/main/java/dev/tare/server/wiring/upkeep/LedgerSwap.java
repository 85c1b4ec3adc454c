package dev.tare.server.wiring.upkeep;

import dev.tare.core.ledger.StoreUnavailable;
import dev.tare.server.journal.Disk;
import dev.tare.server.journal.RenameSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a new ledger in the old one's place. The engine's log written ahead belongs to the old file
 * and goes with it: beside the new one it would be worked into it. Killed in between, the rest is
 * done before anything opens the ledger.
 */
public final class LedgerSwap {
    /** What the engine writes beside a file that wasn't closed cleanly. */
    static final String LOG = ".wal";

    private LedgerSwap() {}

    /** Sets the old ledger aside under that name and gives its name to the new one. */
    static void swap(Path ledger, Path fresh, String aside) throws IOException {
        String name = ledger.getFileName().toString();
        List<RenameSteps.Step> steps = new ArrayList<>();
        for (String suffix : List.of(LOG, "")) {
            if (Files.exists(ledger.resolveSibling(name + suffix))) {
                steps.add(new RenameSteps.Step(name + suffix, aside + suffix));
            }
        }
        steps.add(new RenameSteps.Step(fresh.getFileName().toString(), name));
        steps(ledger).take(steps);
    }

    /** Ends a swap that was cut off; to be called before the ledger is opened. */
    public static void finish(Path ledger) {
        try {
            steps(ledger).finish();
        } catch (IOException failed) {
            throw new StoreUnavailable(
                    "A new ledger can't be put in place of " + ledger + " (" + failed + ").",
                    failed);
        }
    }

    private static RenameSteps steps(Path ledger) {
        return new RenameSteps(
                ledger.resolveSibling(""), ledger.getFileName() + ".swap", Disk.LOCAL);
    }
}
