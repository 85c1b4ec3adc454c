package dev.tare.server.house.planted.core.attic;

/** In a package that has no place among the layers. */
public record Unplaced() {}
