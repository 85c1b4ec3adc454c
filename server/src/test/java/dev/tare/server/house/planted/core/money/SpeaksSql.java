package dev.tare.server.house.planted.core.money;

/** SQL in core. */
public record SpeaksSql(java.sql.Timestamp time) {}
