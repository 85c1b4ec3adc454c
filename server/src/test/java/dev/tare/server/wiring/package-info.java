/** The whole house with its real parts: journal on disk, DuckDB, recorder, reports. */
@NullMarked
package dev.tare.server.wiring;

import org.jspecify.annotations.NullMarked;
