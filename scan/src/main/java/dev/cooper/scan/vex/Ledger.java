package dev.cooper.scan.vex;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps account of what had an effect, and of why the rest had none. */
final class Ledger {
    /** A statement about something else is nothing to wonder about, a thousand are. */
    private static final int MOST = 1_000;

    private record Miss(String what, Mismatch why) {}

    private final Set<String> used = new HashSet<>();
    private final Map<String, Miss> missed = new LinkedHashMap<>();

    void used(String what) {
        used.add(what);
    }

    /**
     * Notes that something had no effect on a finding; of several the closest is kept.
     *
     * @param what names the statement or entry
     * @param finding what it had no effect on
     */
    void missed(String what, String finding, Mismatch why) {
        if (missed.size() < MOST || missed.containsKey(what)) {
            missed.merge(
                    what,
                    new Miss(finding, why),
                    (old, each) -> each.why.depth() > old.why.depth() ? each : old);
        }
    }

    /** A sentence for each that never had an effect. */
    List<String> sentences() {
        return missed.entrySet().stream()
                .filter(each -> !used.contains(each.getKey()))
                .map(each ->
                        "%s does not hold for %s: %s"
                                .formatted(
                                        each.getKey(),
                                        each.getValue().what,
                                        each.getValue().why.why()))
                .toList();
    }
}
