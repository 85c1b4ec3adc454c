package dev.tare.server.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares findings with the named exceptions. An exception holds the number at which it stands:
 * more is a failure, and so is less, until the list is made tighter. So the list only ever shrinks.
 */
final class Ratchet {

    private Ratchet() {}

    /**
     * What is wrong, in words; empty if nothing is.
     *
     * @param exceptions {@code rule place} to the number it stands at
     */
    static List<String> compare(List<Finding> findings, Map<String, Integer> exceptions) {
        var open = new TreeMap<>(exceptions);
        var wrong = new ArrayList<String>();
        for (var finding : findings) {
            var key = finding.rule() + " " + finding.place();
            var allowed = open.remove(key);
            if (allowed == null) {
                wrong.add(finding.toString());
            } else if (finding.number() > allowed) {
                wrong.add("grew from " + allowed + ": " + finding);
            } else if (finding.number() < allowed) {
                wrong.add("shrank, so write " + finding.number() + " in the list: " + finding);
            }
        }
        open.forEach((key, number) -> wrong.add("no longer needed, take it off the list: " + key));
        return wrong;
    }
}
