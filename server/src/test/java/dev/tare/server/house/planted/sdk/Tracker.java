package dev.tare.server.house.planted.sdk;

/** A part of the sdk that minds its own business. */
public record Tracker(String name) {}
