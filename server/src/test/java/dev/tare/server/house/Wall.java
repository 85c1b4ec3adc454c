package dev.tare.server.house;

import com.tngtech.archunit.lang.ArchRule;

/** A rule about who may see whom, and the name by which the planted classes are matched with it. */
record Wall(String name, ArchRule rule) {}
