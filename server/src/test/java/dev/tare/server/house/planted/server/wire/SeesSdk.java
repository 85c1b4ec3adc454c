package dev.tare.server.house.planted.server.wire;

import dev.tare.server.house.planted.sdk.Tracker;

/** The server leans on its client. */
public record SeesSdk(Tracker tracker) {}
