package dev.tare.server.house.planted.server.journal;

import dev.tare.server.house.planted.server.wiring.SeesAll;

/** Nobody sees the wiring. */
public record SeesWiring(SeesAll all) {}
