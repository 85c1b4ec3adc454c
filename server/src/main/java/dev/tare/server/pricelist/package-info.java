/**
 * Price lists of others: reads them into rate cards, and names whatever it had to leave out.
 *
 * <p>Neighbours: {@code core.pricing}, whose cards these become; {@code wire}, whose reader keeps
 * every number's digits; {@code cli}, which imports them.
 */
@NullMarked
package dev.tare.server.pricelist;

import org.jspecify.annotations.NullMarked;
