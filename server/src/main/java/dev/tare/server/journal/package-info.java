/**
 * The journal as a folder of files: what is accepted is on disk before the sender hears so.
 *
 * <p>Implements the port {@code core.ledger.Journal}; no other adapter is known here. {@code
 * GroupCommit} is the only writer, {@code SegmentCursor} the reader, {@code JournalFolder} opens
 * and deletes old segments, {@code JournalRepair} mends what is damaged.
 *
 * <h2>The folder</h2>
 *
 * <ul>
 *   <li>{@code 00000000000000000000.journal}: a segment, named by the logical offset at which it
 *       starts. An offset counts the bytes of all frames before it, without segment headers. Where
 *       a segment holds more bytes than up to the start of the next one, the surplus was never
 *       durable and is not read.
 *   <li>{@code *.journal.damaged}: set aside by a repair, never read again.
 *   <li>{@code repair.steps}: a repair was begun; until it is finished nothing opens the journal.
 *   <li>{@code *.journal.new}: a segment not yet in use, left by a crash; removed at opening.
 *   <li>{@code durable.mark}: a lower bound of the durable end. It is written after each group's
 *       fsync and needs none itself: it may be old, but never says too much. It tells a torn tail
 *       (cut) from damage to what was promised (refused).
 *   <li>{@code journal.lock}: locked while a process has the folder open; holds its number.
 * </ul>
 *
 * <h2>The bytes</h2>
 *
 * Numbers are big-endian, checksums CRC32C.
 *
 * <pre>
 * segment  = header frame*
 * header   = "TAREJRNL"  version:u32 (1)  journal:UUID (16)  start:u64  sum:u32 of all before
 *          | "TAREJRNL"  version:u32 (2)  journal:UUID (16)  start:u64  hole:u64  sum:u32
 * frame    = length:u32 of the payload
 *            type:u8 (1 usage, 2 prices)
 *            group:u32, bytes from the first frame of the same fsync to this one
 *            body sum:u32 of the payload
 *            head sum:u32 of the frame's logical offset (u64) and the fields before
 *            payload, see RecordCodec
 * mark     = "TAREMARK" | "TARECUTS"  journal:UUID  durable end:u64  sum:u32 of all before
 * </pre>
 *
 * A hole is how many bytes right before the start are lost for good: the records before it end at
 * {@code start - hole}, and reading goes on at the start from any offset within. Only a repair
 * writes one. Where the first segment starts beyond 0 without a hole, older ones were deleted
 * because a backup covers them: asking for what was in them is refused.
 *
 * <p>A mark with {@code TARECUTS} says that whatever lies behind its offset was refused and could
 * not be cut off; the next opening cuts it.
 *
 * <p>A group is written only when the one before it is durable. A bad frame followed by the head of
 * a later group, or lying before the mark, is therefore damage; any other bad frame in the last
 * segment is a write that never finished.
 */
@NullMarked
package dev.tare.server.journal;

import org.jspecify.annotations.NullMarked;
