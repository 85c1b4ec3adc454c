package dev.tare.server.pricelist;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that a regular expression lists: its choices and what it calls optional, spelled out.
 * What matches without end, such as {@code .+}, lists nothing; where it is optional the names
 * without it are listed. A point that isn't escaped is read as a point.
 */
final class NamePattern {
    /** Names of one expression; more are no list any more. */
    private static final int NAMES_MAX = 1_000;

    private static final int LENGTH_MAX = 2_000;

    private final String text;
    private int at;
    private boolean open;

    private NamePattern(String text) {
        this.text = text;
    }

    /**
     * What an expression lists.
     *
     * @param names exact names, in the order in which they stand
     * @param open whether it matches others besides
     */
    record Names(List<String> names, boolean open) {
        Names {
            names = List.copyOf(names);
        }
    }

    /** The names of an expression; none where it isn't understood. */
    static Names of(String expression) {
        NamePattern pattern = new NamePattern(expression.replaceFirst("^\\(\\?i\\)", ""));
        if (expression.length() > LENGTH_MAX) {
            return new Names(List.of(), true);
        }
        try {
            Set<String> names = pattern.choices();
            return pattern.at < pattern.text.length()
                    ? new Names(List.of(), true)
                    : new Names(new ArrayList<>(names), pattern.open);
        } catch (IllegalArgumentException notUnderstood) {
            return new Names(List.of(), true);
        }
    }

    /** Alternatives, up to the end or a closing parenthesis. */
    private Set<String> choices() {
        Set<String> all = new LinkedHashSet<>(sequence());
        while (at < text.length() && text.charAt(at) == '|') {
            at++;
            all.addAll(sequence());
        }
        return all;
    }

    private Set<String> sequence() {
        Set<String> names = new LinkedHashSet<>(Set.of(""));
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            char c = text.charAt(at);
            if (c == '^' || c == '$') {
                at++;
                continue;
            }
            names = followed(names, repeated(atom()));
        }
        return names;
    }

    /** One group, one class or one character; an empty set lists nothing. */
    private Set<String> atom() {
        char c = next();
        return switch (c) {
            case '(' -> {
                if (text.startsWith("?:", at)) {
                    at += 2;
                }
                Set<String> inner = choices();
                expect(')');
                yield inner;
            }
            case '[' -> {
                at = text.indexOf(']', at) + 1;
                if (at == 0) {
                    throw new IllegalArgumentException("A class without end");
                }
                yield Set.of();
            }
            case '\\' -> {
                char escaped = next();
                yield Character.isLetterOrDigit(escaped)
                        ? Set.of()
                        : Set.of(String.valueOf(escaped));
            }
            default -> Set.of(String.valueOf(c));
        };
    }

    /** What a mark of repetition makes of it. */
    private Set<String> repeated(Set<String> atom) {
        char c = at < text.length() ? text.charAt(at) : ' ';
        if (c == '?') {
            at++;
            open |= atom.isEmpty();
            Set<String> optional = new LinkedHashSet<>(Set.of(""));
            optional.addAll(atom);
            return optional;
        }
        if (c == '*') {
            at++;
            open = true;
            return Set.of("");
        }
        if (c == '+' || c == '{') {
            at = c == '+' ? at + 1 : text.indexOf('}', at) + 1;
            if (at == 0) {
                throw new IllegalArgumentException("A count without end");
            }
            open = true;
            return Set.of();
        }
        open |= atom.isEmpty();
        return atom;
    }

    private static Set<String> followed(Set<String> names, Set<String> more) {
        Set<String> all = new LinkedHashSet<>();
        for (String name : names) {
            for (String end : more) {
                all.add(name + end);
            }
        }
        if (all.size() > NAMES_MAX) {
            throw new IllegalArgumentException("Too many names");
        }
        return all;
    }

    private void expect(char c) {
        if (next() != c) {
            throw new IllegalArgumentException("No " + c);
        }
    }

    private char next() {
        if (at == text.length()) {
            throw new IllegalArgumentException("It ends too early");
        }
        return text.charAt(at++);
    }
}
