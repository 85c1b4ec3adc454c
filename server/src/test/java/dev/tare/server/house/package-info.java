/**
 * The rules of the house, as tests over the whole repository: {@code TidyTest} reads the sources of
 * all modules (sizes, names, clocks, sleeps, floating point), {@code WallsTest} reads the compiled
 * classes (who may see whom). They stand in the server module because its class path holds all the
 * others. {@code planted} holds small classes that break each wall on purpose.
 */
@NullMarked
package dev.tare.server.house;

import org.jspecify.annotations.NullMarked;
