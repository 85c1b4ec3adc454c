package dev.tare.core.event;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A provider's count on its way to disjoint quantities: what was read of it so far, and what is
 * left. Nothing that counts tokens gets lost on the way. Not safe for use by many threads.
 */
final class Counts {
    /** What lies in a prompt. */
    static final List<String> PROMPT =
            List.of(
                    "cached_input_tokens",
                    "cached_audio_tokens",
                    "cache_write_5m_tokens",
                    "cache_write_1h_tokens",
                    "input_audio_tokens",
                    "input_image_tokens",
                    "input_video_tokens");

    /** What lies in an answer. */
    static final List<String> ANSWER =
            List.of("reasoning_tokens", "output_audio_tokens", "output_image_tokens");

    private static final String OTHERS = "other_tokens";
    private static final Pattern UNIT = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private final Map<String, BigDecimal> told;
    private final Set<String> read = new HashSet<>();
    private final SortedMap<String, BigDecimal> units = new TreeMap<>();
    private @Nullable String refusal;

    Counts(Map<String, BigDecimal> told) {
        this.told = told;
    }

    /** Why it contradicts itself; {@code null} = it doesn't. */
    @Nullable String refusal() {
        return refusal;
    }

    /** The quantities, none of them 0. */
    SortedMap<String, BigDecimal> units() {
        units.values().removeIf(quantity -> quantity.signum() == 0);
        return units;
    }

    boolean has(String unit) {
        return of(unit).signum() != 0;
    }

    private BigDecimal of(String unit) {
        return units.getOrDefault(unit, BigDecimal.ZERO);
    }

    boolean isTold(String name) {
        return told.containsKey(name);
    }

    /** The first of these names that was told, else 0. They all mean the same. */
    BigDecimal first(String... names) {
        read.addAll(Arrays.asList(names));
        for (String name : names) {
            BigDecimal number = told.get(name);
            if (number != null) {
                return number;
            }
        }
        return BigDecimal.ZERO;
    }

    void put(String unit, BigDecimal quantity) {
        units.merge(unit, quantity, BigDecimal::add);
    }

    /** What of a whole lies in none of its parts. */
    void restOf(String name, BigDecimal whole, String unit, List<String> parts) {
        put(unit, rest(name, whole, parts.stream().map(this::of).toList()));
    }

    /** The same of numbers. */
    BigDecimal rest(String name, BigDecimal whole, List<BigDecimal> parts) {
        BigDecimal inParts = parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (whole.compareTo(inParts) < 0 && refusal == null) {
            refusal =
                    name
                            + " is "
                            + whole.toPlainString()
                            + ", and its parts come to "
                            + inParts.toPlainString();
        }
        return whole.subtract(inParts).max(BigDecimal.ZERO);
    }

    /**
     * Cached tokens and sound, which overlap where sound was cached. Where nobody says by how much,
     * it is by as little as the whole allows.
     */
    void cached(BigDecimal whole, BigDecimal cached, BigDecimal sound, BigDecimal cachedSound) {
        BigDecimal overlap = cached.add(sound).subtract(whole).min(cached).min(sound);
        BigDecimal both = cachedSound.max(overlap).max(BigDecimal.ZERO);
        put("cached_audio_tokens", both);
        put("cached_input_tokens", cached.subtract(both).max(BigDecimal.ZERO));
        put("input_audio_tokens", sound.subtract(both).max(BigDecimal.ZERO));
    }

    /**
     * What tokens were counted besides. Where a total was told, it decides: what it holds beyond
     * the named ones is {@value #OTHERS}, or goes by the names of what is left if these come to
     * just that. A total below what was named is a mistake of the one who added up: the counts
     * stand. Without a total each that is left is a unit of its own.
     *
     * @param wholes what the counts that the total is the sum of come to
     * @param prefix before the names of this spelling
     */
    void others(String totalName, BigDecimal wholes, String prefix) {
        BigDecimal total = first(totalName);
        SortedMap<String, BigDecimal> left = left(prefix);
        if (total.signum() == 0) {
            left.forEach(this::put);
            return;
        }
        BigDecimal named =
                units.entrySet().stream()
                        .filter(unit -> unit.getKey().endsWith("_tokens"))
                        .map(Map.Entry::getValue)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal more = total.subtract(named.max(wholes));
        BigDecimal inLeft = left.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (more.signum() > 0 && inLeft.compareTo(more) == 0) {
            left.forEach(this::put);
        } else if (more.signum() > 0) {
            put(OTHERS, more);
        }
    }

    /** Tokens under names that the spelling doesn't know. Details are in something that it does. */
    private SortedMap<String, BigDecimal> left(String prefix) {
        SortedMap<String, BigDecimal> left = new TreeMap<>();
        told.forEach((name, number) -> {
            boolean tokens = TokenUsage.isTokens(name);
            if (!tokens
                    || number.signum() == 0
                    || read.contains(name)
                    || !name.startsWith(prefix)) {
                return;
            }
            String rest = name.substring(prefix.length());
            boolean detail =
                    name.toLowerCase(Locale.ROOT).contains("details")
                            || (prefix.isEmpty() && rest.contains("."));
            if (!detail) {
                String unit = rest.replace('.', '_');
                left.merge(UNIT.matcher(unit).matches() ? unit : OTHERS, number, BigDecimal::add);
            }
        });
        return left;
    }
}
