/**
 * The recorder's memory of identities as a folder of files: mapped, so that it costs no heap, and
 * found again at the next start, so that the log needn't be read.
 *
 * <p>Implements the port {@code core.ledger.KeyShelf}; no other adapter is known here. The folder
 * may be deleted while no server runs: everything in it is in the ledger as well.
 *
 * <h2>The folder</h2>
 *
 * <ul>
 *   <li>{@code 1234567890.keys}: a table under a number of chance; written once, never changed,
 *       removed when no catalog names it.
 *   <li>{@code catalog}: which tables count, and for how much of the ledger. Replaced as a whole.
 *   <li>{@code catalog.new}: a catalog that wasn't finished.
 * </ul>
 *
 * <h2>The bytes</h2>
 *
 * Slots are little-endian, all other numbers big-endian, checksums CRC32C.
 *
 * <pre>
 * table   = "TAREKEYS"  sum:u32 of the slots  form:u32  slot:u64 *
 * catalog = "TAREKCAT"  form:u32  seed:u64  covered since:time  journal:UUID  offset:u64  rows:u64
 *           count:u32  entry *  sum:u32 of all before
 * entry   = number:u64  size bits:u32  keys:u32  base second:i64  newest:time
 * time    = epoch second:i64  nanosecond:u32
 * </pre>
 */
@NullMarked
package dev.tare.server.identities;

import org.jspecify.annotations.NullMarked;
