package dev.tare.server.house.planted.server.duckdb;

import java.sql.Connection;

/** SQL where it belongs. */
public record SpeaksSql(Connection connection) {}
