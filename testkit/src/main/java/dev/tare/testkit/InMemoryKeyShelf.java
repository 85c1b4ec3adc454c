package dev.tare.testkit;

import dev.tare.core.ledger.KeyCatalog;
import dev.tare.core.ledger.KeyShelf;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A shelf that lasts as long as the test, and fails when it is told to. */
public class InMemoryKeyShelf implements KeyShelf {
    private final Map<Long, long[]> tables = new HashMap<>();
    private final BooleanSupplier fails;
    private @Nullable KeyCatalog catalog;
    private long last;

    /** One that never fails. */
    public InMemoryKeyShelf() {
        this(() -> false);
    }

    /** Asked at each step whether it fails. */
    public InMemoryKeyShelf(BooleanSupplier fails) {
        this.fails = fails;
    }

    @Override
    public @Nullable KeyCatalog catalog() {
        return catalog;
    }

    @Override
    public @Nullable LongBuffer open(KeyCatalog.Table table) {
        long[] slots = fails.getAsBoolean() ? null : tables.get(table.number());
        return slots == null ? null : LongBuffer.wrap(slots).asReadOnlyBuffer();
    }

    @Override
    public long put(long[] slots) {
        if (fails.getAsBoolean()) {
            return NOT_KEPT;
        }
        tables.put(++last, slots.clone());
        return last;
    }

    @Override
    public boolean save(KeyCatalog saved) {
        if (fails.getAsBoolean()) {
            return false;
        }
        catalog = saved;
        tables.keySet()
                .removeIf(number ->
                        saved.tables().stream().noneMatch(table -> table.number() == number));
        return true;
    }

    @Override
    public void forget() {
        catalog = null;
    }
}
