package dev.tare.server.house.planted.server.http;

import java.sql.Connection;

/** SQL outside a store. */
public record SpeaksSql(Connection connection) {}
