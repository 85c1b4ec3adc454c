package dev.tare.server.house.planted.sdk;

import dev.tare.server.house.planted.core.money.SpeaksSql;

/** A class of the server inside other people's applications. */
public record SeesCore(SpeaksSql amount) {}
