package dev.tare.server.house.planted.server.wiring;

import dev.tare.server.house.planted.server.duckdb.SpeaksSql;
import org.springframework.context.ApplicationContext;

/** The wiring may. */
public record SeesAll(SpeaksSql store, ApplicationContext context) {}
