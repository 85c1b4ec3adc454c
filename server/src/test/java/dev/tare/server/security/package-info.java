/** What keys, password and throttle promise, one by one. */
@NullMarked
package dev.tare.server.security;

import org.jspecify.annotations.NullMarked;
