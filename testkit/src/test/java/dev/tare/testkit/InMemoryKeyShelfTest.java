package dev.tare.testkit;

import dev.tare.core.ledger.KeyShelf;

final class InMemoryKeyShelfTest extends KeyShelfContract {
    private final KeyShelf shelf = new InMemoryKeyShelf();

    @Override
    protected KeyShelf shelf() {
        return shelf;
    }
}
