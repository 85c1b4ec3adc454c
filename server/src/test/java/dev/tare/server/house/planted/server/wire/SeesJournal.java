package dev.tare.server.house.planted.server.wire;

import dev.tare.server.house.planted.server.journal.SeesWiring;

/** What everyone uses may use no one. */
public record SeesJournal(SeesWiring journal) {}
