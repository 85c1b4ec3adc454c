package dev.tare.bench.cases;

import dev.tare.server.wire.TextTree;

/** Files whose name is known and whose questions aren't about prices. */
final class OtherCases implements CaseKind {
    @Override
    public boolean reads(String fileName) {
        return fileName.startsWith("credit_burndown_cases")
                || fileName.startsWith("openmeter_ingest_cases");
    }

    @Override
    public Verdict run(TextTree.Fields one) {
        return new Verdict.Unsupported(
                one.byKey().containsKey("run")
                        ? "a customer's credits and how they are used up, not prices"
                        : "how events are received and counted, told in words, not prices");
    }
}
