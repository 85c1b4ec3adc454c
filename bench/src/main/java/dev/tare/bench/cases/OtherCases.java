package dev.tare.bench.cases;

import dev.tare.server.wire.TextTree;

/** Files whose name is known and whose questions Tare doesn't answer yet. */
final class OtherCases implements CaseKind {
    @Override
    public boolean reads(String fileName) {
        return fileName.startsWith("credit_burndown_cases");
    }

    @Override
    public Verdict run(TextTree.Fields one) {
        return new Verdict.Unsupported("this kind isn't run yet");
    }
}
