/** What the pages show and how they behave, in Java and in a real browser. */
@NullMarked
package dev.tare.server.dashboard;

import org.jspecify.annotations.NullMarked;
