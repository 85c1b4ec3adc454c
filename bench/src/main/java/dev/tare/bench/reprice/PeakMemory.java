package dev.tare.bench.reprice;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The most memory this process had since it was last asked to begin: of the heap, and in all. */
final class PeakMemory {
    private static final Path REFS = Path.of("/proc/self/clear_refs");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESET_PEAK = "5";

    private PeakMemory() {}

    static void begin() throws IOException {
        System.gc();
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
        if (Files.isWritable(REFS)) {
            Files.writeString(REFS, RESET_PEAK);
        }
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    /** Megabytes of the heap, garbage included. */
    static long heapMegabytes() {
        long bytes = 0;
        for (MemoryPoolMXBean pool : heap()) {
            bytes += pool.getPeakUsage().getUsed();
        }
        return bytes >> 20;
    }

    /** Megabytes of the process, 0 where the system doesn't tell. */
    static long residentMegabytes() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10;
            }
        }
        return 0;
    }
}
