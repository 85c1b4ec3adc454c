package dev.tare.server.house.planted.server.wire;

/** A written form. */
public record Form(String text) {}
