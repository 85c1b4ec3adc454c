package dev.tare.server.house.planted.server.http;

import dev.tare.server.house.planted.server.journal.SeesWiring;

/** One adapter sees another. */
public record SeesJournal(SeesWiring journal) {}
