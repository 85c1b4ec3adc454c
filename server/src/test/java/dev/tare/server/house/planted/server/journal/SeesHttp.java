package dev.tare.server.house.planted.server.journal;

import dev.tare.server.house.planted.server.http.SpeaksSql;

/** The way back, which closes a circle. */
public record SeesHttp(SpeaksSql sql) {}
