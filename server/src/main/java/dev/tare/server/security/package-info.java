/**
 * Who may do what: keys, the login, the one table of routes, and the checks before any of them.
 *
 * <p>{@code http} asks here who sends a request; {@code dashboard} gets its requests only after the
 * filter chain built here has let them through. Uses {@code wire} for the form of refusals.
 */
@NullMarked
package dev.tare.server.security;

import org.jspecify.annotations.NullMarked;
