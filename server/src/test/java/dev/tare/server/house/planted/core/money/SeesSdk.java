package dev.tare.server.house.planted.core.money;

import dev.tare.server.house.planted.sdk.Tracker;

/** Core leans on its client. */
public record SeesSdk(Tracker tracker) {}
