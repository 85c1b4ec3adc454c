package dev.tare.server.house.planted.core.money;

/** JSON in core. */
public record SpeaksJson(tools.jackson.databind.JsonNode node) {}
