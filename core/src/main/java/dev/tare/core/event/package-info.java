/**
 * What a usage event is: its fields, their ranges, and the reasons for which one is refused.
 *
 * <p>Builds on {@code money}. {@code pricing} gives an event its cost; adapters (HTTP, import) make
 * {@link dev.tare.core.event.UsageEventDraft drafts} from outside text and let them be checked
 * here.
 */
@NullMarked
package dev.tare.core.event;

import org.jspecify.annotations.NullMarked;
