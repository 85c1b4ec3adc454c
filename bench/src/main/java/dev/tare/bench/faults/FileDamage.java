package dev.tare.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One thing gone wrong with the files of a journal.
 *
 * @param kind what was done
 * @param file name of the file; for swapped ones, of the first
 * @param from first byte of the file that isn't what it was
 * @param to behind the last one
 */
record FileDamage(Kind kind, String file, long from, long to) {
    private static final int PAGE = 4 << 10;

    enum Kind {
        TRUNCATED,
        FLIPPED_BIT,
        GARBAGE_AT_END,
        MISSING,
        ZEROED_PAGE,
        SWAPPED
    }

    /** Does it. */
    static FileDamage inflict(List<Path> files, Random random) throws IOException {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        int which = random.nextInt(files.size());
        Path file = files.get(which);
        byte[] bytes = Files.readAllBytes(file);
        String name = file.getFileName().toString();
        int at = random.nextInt(bytes.length);
        return switch (kind) {
            case TRUNCATED -> {
                Files.write(file, Arrays.copyOf(bytes, at));
                yield new FileDamage(kind, name, at, bytes.length);
            }
            case FLIPPED_BIT -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bytes);
                yield new FileDamage(kind, name, at, at + 1);
            }
            case GARBAGE_AT_END -> {
                byte[] garbage = garbage(random);
                Files.write(file, garbage, StandardOpenOption.APPEND);
                yield new FileDamage(kind, name, bytes.length, bytes.length + garbage.length);
            }
            case MISSING -> {
                Files.delete(file);
                yield new FileDamage(kind, name, 0, bytes.length);
            }
            case ZEROED_PAGE -> {
                int page = at / PAGE * PAGE;
                int end = Math.min(page + PAGE, bytes.length);
                Arrays.fill(bytes, page, end, (byte) 0);
                Files.write(file, bytes);
                yield new FileDamage(kind, name, page, end);
            }
            case SWAPPED -> {
                int other = which + 1 + random.nextInt(files.size() - 1);
                swap(file, files.get(other % files.size()));
                yield new FileDamage(kind, name, 0, 0);
            }
        };
    }

    private static byte[] garbage(Random random) {
        byte[] garbage = new byte[random.nextInt(1, 5_000)];
        random.nextBytes(garbage);
        return garbage;
    }

    private static void swap(Path one, Path other) throws IOException {
        Path between = one.resolveSibling("between");
        Files.move(one, between);
        Files.move(other, one);
        Files.move(between, other);
    }

    /** Whether any byte of the record was touched. */
    boolean touches(KnownJournal.Known record) {
        return record.file().equals(file)
                && from < record.place() + record.bytes()
                && record.place() < to;
    }
}
