/** Placeholder. */
@NullMarked
package dev.tare.core;

import org.jspecify.annotations.NullMarked;
