/** Tests of backups, the end of journal files, and the ways back. */
@NullMarked
package dev.tare.server.wiring.upkeep;

import org.jspecify.annotations.NullMarked;
