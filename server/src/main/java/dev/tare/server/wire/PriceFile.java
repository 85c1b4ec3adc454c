package dev.tare.server.wire;

import dev.tare.core.pricing.PriceChange;
import java.util.List;

/**
 * The readable form of prices, plans and tariffs: YAML, or JSON of the same shape.
 *
 * <pre>{@code
 * source: "https://example.com/pricing, read 2026-03-09"   # for everything without its own
 * rate_cards:
 *   - id: openai-gpt-4o-2024-10-02
 *     provider: openai
 *     operation: "*"              # any operation; the default
 *     model: gpt-4o               # default "*": any model or none
 *     from: 2024-10-02            # a date (midnight UTC) or an instant
 *     to: 2025-10-02              # optional, no longer in force from then on
 *     failed_calls: unknown       # billed, not_billed or unknown; default unknown
 *     default_unit: images        # optional: what a call counts as that names no quantity
 *     rates:
 *       input_tokens: { usd: "2.50", per: 1000000 }
 *       images: "0.08"            # USD per unit
 * plans:
 *   - { id: basic, name: Basic, kind: subscription, price: "9.99", credits: 20, from: 2024-01-01 }
 * credits:
 *   - { operation: upscale, credits: 1, from: 2024-01-01 }
 * }</pre>
 *
 * <p>Numbers may stand with or without quotes; they are read as text and stay exact. {@code usd} ÷
 * {@code per} must end within {@value #RATE_DECIMALS_MAX} decimals. Unknown keys are refused, and
 * everything wrong with a file is told at once.
 */
public final class PriceFile {
    /** Decimals of a rate in USD per single unit; real price lists use up to 23. */
    public static final int RATE_DECIMALS_MAX = 24;

    private PriceFile() {}

    /** What came of reading a file. */
    public sealed interface Parsed {}

    /** A file without fault. */
    public record Prices(PriceChange change) implements Parsed {}

    /** Everything wrong with a file; nothing of it may be used. */
    public record Bad(List<Problem> problems) implements Parsed {
        public Bad {
            problems = List.copyOf(problems);
        }
    }

    /**
     * One fault of a file.
     *
     * @param path where, such as {@code rate_cards[3].rates.images}; empty = the file as a whole
     * @param code stable, in snake case
     * @param message the line, the value (shortened) and the mend
     */
    public record Problem(String path, String code, String message) {}

    /** Reads a file's text. */
    public static Parsed parse(String yamlOrJson) {
        TextTree root;
        try {
            root = TextTree.read(yamlOrJson);
        } catch (TextTree.Unreadable unreadable) {
            return new Bad(
                    List.of(
                            new Problem(
                                    "",
                                    unreadable.code(),
                                    "Line " + unreadable.line() + ": " + unreadable.text())));
        }
        return new PriceFileReader().read(root);
    }

    /** The JSON of a change, in the same shape; every number is a text. */
    public static String writeJson(PriceChange change) {
        try {
            return TextTreeJson.write(TextTree.read(write(change)));
        } catch (TextTree.Unreadable ours) {
            throw new IllegalStateException("A price file that was just written", ours);
        }
    }

    /**
     * The YAML of a change. Reading it gives an equal change where its numbers have no trailing
     * zeros, which is how they are read.
     */
    public static String write(PriceChange change) {
        return PriceFileWriter.write(change);
    }
}
