/** Runs the contracts on the in-memory ports, and the recorder between them. */
@NullMarked
package dev.tare.testkit;

import org.jspecify.annotations.NullMarked;
