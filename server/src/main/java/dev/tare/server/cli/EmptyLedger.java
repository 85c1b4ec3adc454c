package dev.tare.server.cli;

import dev.tare.core.event.UsageEvent;
import dev.tare.core.ledger.StoredEvent;
import dev.tare.server.history.HistoryLedger;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Stands for a data folder that isn't made yet, while nothing may be written. */
final class EmptyLedger implements HistoryLedger {
    @Override
    public Map<String, StoredEvent> recorded(String source, Collection<String> ids) {
        return Map.of();
    }

    @Override
    public void correct(String source, List<UsageEvent> events) {
        throw new IllegalStateException("A dry run corrects nothing.");
    }

    @Override
    public void send(String source, List<UsageEvent> events) {
        throw new IllegalStateException("A dry run sends nothing.");
    }
}
