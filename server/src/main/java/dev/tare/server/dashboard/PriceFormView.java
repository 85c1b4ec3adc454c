package dev.tare.server.dashboard;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The form of a new price, ready to be written.
 *
 * @param faults what is wrong, by field
 * @param providers those the book has, to choose from
 */
public record PriceFormView(PriceForm form, Map<String, String> faults, List<String> providers) {
    public PriceFormView {
        faults = Map.copyOf(faults);
        providers = List.copyOf(providers);
    }

    /** What is wrong with that field; empty = nothing. */
    public String fault(String field) {
        return Objects.requireNonNullElse(faults.get(field), "");
    }

    /** Whether something is. */
    public boolean isFaulty(String field) {
        return faults.containsKey(field);
    }

    /** What says so to a screen reader, {@code null} = nothing to say. */
    public @Nullable String faultId(String field) {
        return isFaulty(field) ? "fault-" + field.replaceAll("[^a-z0-9_]", "-") : null;
    }
}
