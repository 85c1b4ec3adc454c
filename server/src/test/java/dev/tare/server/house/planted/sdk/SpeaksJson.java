package dev.tare.server.house.planted.sdk;

/** A library inside other people's applications. */
public record SpeaksJson(tools.jackson.databind.JsonNode node) {}
