/** The command line as a user meets it: words in, text and an exit code out. */
@NullMarked
package dev.tare.server.cli;

import org.jspecify.annotations.NullMarked;
