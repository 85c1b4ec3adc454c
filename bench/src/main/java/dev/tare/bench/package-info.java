/** Placeholder. */
@NullMarked
package dev.tare.bench;

import org.jspecify.annotations.NullMarked;
