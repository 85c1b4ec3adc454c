package dev.tare.core.event;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Something for each of a few names, in alphabetical order; never changed. One array, since events
 * and rate cards hold one each: a tree's nodes would take most of their memory, and pricing an
 * event would wait for one after the other.
 *
 * @param <V> what is kept for a name, never {@code null}
 */
@SuppressWarnings("JdkObsolete") // Nobody searches near a name.
public final class FewNames<V> extends AbstractMap<String, V> implements SortedMap<String, V> {
    /** Name, value, name, value … */
    private final Object[] pairs;

    private FewNames(Object[] pairs) {
        this.pairs = pairs;
    }

    /** The same names and values, in alphabetical order. */
    public static <V> FewNames<V> of(Map<String, V> map) {
        if (map instanceof FewNames<V> same) {
            return same;
        }
        String[] names = map.keySet().toArray(String[]::new);
        Arrays.sort(names);
        Object[] pairs = new Object[2 * names.length];
        for (int i = 0; i < names.length; i++) {
            V value = map.get(names[i]);
            if (value == null) {
                throw new NullPointerException("Nothing is kept for " + names[i] + ".");
            }
            pairs[2 * i] = names[i];
            pairs[2 * i + 1] = value;
        }
        return new FewNames<>(pairs);
    }

    private String name(int place) {
        return (String) pairs[2 * place];
    }

    @SuppressWarnings("unchecked") // Only values get there.
    private V value(int place) {
        return (V) pairs[2 * place + 1];
    }

    @Override
    public @Nullable V get(@Nullable Object name) {
        int place = place(name);
        return place < 0 ? null : value(place);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return place(name) >= 0;
    }

    /** They are few: looking at each is quicker than halving. */
    private int place(@Nullable Object name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return i / 2;
            }
        }
        return -1;
    }

    @Override
    public int size() {
        return pairs.length / 2;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super V> action) {
        int size = size();
        for (int i = 0; i < size; i++) {
            action.accept(name(i), value(i));
        }
    }

    @Override
    public Set<Map.Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, V>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return FewNames.this.size();
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, V>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < FewNames.this.size();
        }

        @Override
        public Map.Entry<String, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int place = next++;
            return Map.entry(name(place), value(place));
        }
    }

    /** Alphabetical. */
    @Override
    public @Nullable Comparator<? super String> comparator() {
        return null;
    }

    @Override
    public String firstKey() {
        return tree().firstKey();
    }

    @Override
    public String lastKey() {
        return tree().lastKey();
    }

    @Override
    public SortedMap<String, V> subMap(String from, String to) {
        return tree().subMap(from, to);
    }

    @Override
    public SortedMap<String, V> headMap(String to) {
        return tree().headMap(to);
    }

    @Override
    public SortedMap<String, V> tailMap(String from) {
        return tree().tailMap(from);
    }

    /** For what is hardly ever asked. */
    private SortedMap<String, V> tree() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(this));
    }
}
