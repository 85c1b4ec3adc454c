/** A few rounds of the fault trials, small enough for every test run. */
@NullMarked
package dev.tare.bench.faults;

import org.jspecify.annotations.NullMarked;
