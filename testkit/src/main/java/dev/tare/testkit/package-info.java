/** Placeholder. */
@NullMarked
package dev.tare.testkit;

import org.jspecify.annotations.NullMarked;
