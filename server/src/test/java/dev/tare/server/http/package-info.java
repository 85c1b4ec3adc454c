/** What the HTTP API promises, asked over a real connection. */
@NullMarked
package dev.tare.server.http;

import org.jspecify.annotations.NullMarked;
