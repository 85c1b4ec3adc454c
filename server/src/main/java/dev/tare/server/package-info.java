/** Placeholder. */
@NullMarked
package dev.tare.server;

import org.jspecify.annotations.NullMarked;
