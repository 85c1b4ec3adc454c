package dev.tare.server.wire;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names an object has had so far: a short row of them, a set only where there are many. */
final class SeenNames {
    private final String[] first = new String[24];
    private int count;
    private @Nullable Set<String> more;

    /** Whether the name is new. */
    boolean add(String name) {
        for (int i = 0; i < count; i++) {
            if (first[i].equals(name)) {
                return false;
            }
        }
        if (count < first.length) {
            first[count++] = name;
            return true;
        }
        if (more == null) {
            more = new HashSet<>();
        }
        return more.add(name);
    }
}
