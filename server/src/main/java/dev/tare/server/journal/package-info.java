/**
 * The journal as a folder of files: what is accepted is on disk before the sender hears so.
 *
 * <p>Implements the port {@code core.ledger.Journal}; no other adapter is known here. {@code
 * GroupCommit} is the only writer, {@code SegmentCursor} the reader, {@code JournalFolder} opens
 * and mends.
 *
 * <h2>The folder</h2>
 *
 * <ul>
 *   <li>{@code 00000000000000000000.journal}: a segment, named by the logical offset at which it
 *       starts. An offset counts the bytes of all frames before it, without segment headers. Where
 *       a segment holds more bytes than up to the start of the next one, the surplus was never
 *       durable and is not read.
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
 * frame    = length:u32 of the payload
 *            type:u8 (1 usage, 2 prices)
 *            group:u32, bytes from the first frame of the same fsync to this one
 *            body sum:u32 of the payload
 *            head sum:u32 of the frame's logical offset (u64) and the fields before
 *            payload, see RecordCodec
 * mark     = "TAREMARK"  journal:UUID  durable end:u64  sum:u32 of all before
 * </pre>
 *
 * A group is written only when the one before it is durable. A bad frame followed by the head of a
 * later group, or lying before the mark, is therefore damage; any other bad frame in the last
 * segment is a write that never finished.
 */
@NullMarked
package dev.tare.server.journal;

import org.jspecify.annotations.NullMarked;
