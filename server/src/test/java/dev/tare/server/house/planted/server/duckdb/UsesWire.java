package dev.tare.server.house.planted.server.duckdb;

import dev.tare.server.house.planted.server.wire.Form;

/** Every adapter may use the written forms. */
public record UsesWire(Form form) {}
