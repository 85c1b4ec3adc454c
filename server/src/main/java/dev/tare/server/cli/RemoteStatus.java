package dev.tare.server.cli;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a running server says of itself. */
record RemoteStatus(JsonNode status) {
    TareLink.Progress progress() {
        JsonNode ledger = status.path("ledger");
        return new TareLink.Progress(
                ledger.path("acknowledged").asLong(),
                ledger.path("recorded").asLong(),
                ledger.path("duplicates").asLong(),
                ledger.path("quarantined").asLong(),
                ledger.path("waiting").asLong(),
                status.path("rows_kept_since").asString(null),
                status.path("rows_held_back").asString(null));
    }

    TareLink.Flow flow() {
        long dropped = 0;
        for (JsonNode tracker : status.path("trackers")) {
            dropped += tracker.path("dropped").asLong();
        }
        return new TareLink.Flow(
                status.path("bytes_behind").asLong(),
                status.path("seconds_behind").asLong(),
                status.path("trouble").asString(null),
                dropped,
                status.path("corrections_unmatched").asLong(),
                repricing());
    }

    private @Nullable String repricing() {
        JsonNode way = status.path("repricing");
        return way.isObject() ? RepriceText.progress(way) : null;
    }

    TareLink.BackupState backup() {
        JsonNode backup = status.path("backup");
        return new TareLink.BackupState(
                backup.path("last").asString(null), backup.path("trouble").asString(null));
    }
}
