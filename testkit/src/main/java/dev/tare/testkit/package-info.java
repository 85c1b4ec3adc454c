/**
 * What tests of every module share: ports in memory, sample and random data, a settable clock, and
 * the contract suites that each adapter of a port must pass.
 *
 * <p>Builds on {@code core}, JUnit and AssertJ. A contract suite is an abstract class; an adapter's
 * test extends it, says how to open one, and skips nothing.
 */
@NullMarked
package dev.tare.testkit;

import org.jspecify.annotations.NullMarked;
