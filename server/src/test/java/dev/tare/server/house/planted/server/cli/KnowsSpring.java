package dev.tare.server.house.planted.server.cli;

import org.springframework.context.ApplicationContext;

/** The command line must start without Spring. */
public record KnowsSpring(ApplicationContext context) {}
