package dev.tare.bench.faults;

import java.util.List;

/** Options of Java for servers that live for seconds: as {@code ./tare} runs its short verbs. */
final class QuickStart {
    static final List<String> JVM = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private QuickStart() {}
}
