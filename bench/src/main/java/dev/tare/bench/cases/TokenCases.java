package dev.tare.bench.cases;

import dev.tare.server.wire.TextTree;

/** Cases of {@link TokenCost}, each with its own price entry. */
final class TokenCases implements CaseKind {
    @Override
    public boolean reads(String fileName) {
        return fileName.startsWith("litellm_oracle") && !fileName.contains("image");
    }

    @Override
    public Verdict run(TextTree.Fields one) {
        TextTree.Fields entry = Fields.mapping(one, "price_entry");
        TextTree.Fields usage = Fields.mapping(one, "usage");
        Expected expected = Expected.of(one.byKey().get("expected"));
        if (entry == null || usage == null || expected == null) {
            return new Verdict.Unsupported("no entry, usage or expected cost");
        }
        String tier = Fields.text(one, "service_tier");
        return new TokenCost(entry, usage, tier == null ? "" : tier).compare(expected);
    }
}
