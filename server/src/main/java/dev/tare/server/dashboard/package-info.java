/**
 * The pages people look at: profit at {@code /admin/analytics}, kept up to date without reload, the
 * quarantine at {@code /quarantine}, and prices at {@code /prices}.
 *
 * <p>Asks {@code core.profit} for every figure and only arranges and formats the answers; templates
 * lie in {@code src/main/jte}, styles and scripts in {@code src/main/resources/static/assets}. Its
 * neighbours are {@code server.http}, which serves the CSV behind each table, and {@code
 * server.security}, which guards both.
 */
@NullMarked
package dev.tare.server.dashboard;

import org.jspecify.annotations.NullMarked;
