package dev.cooper.scan;

import dev.cooper.inventory.Inspected;
import dev.cooper.scan.finding.SecretFinding;
import dev.cooper.scan.secret.SecretObserver;

import java.util.ArrayList;
import java.util.List;

/** Reads what was kept of the secrets of layers. */
final class Secrets {
    private Secrets() {}

    /**
     * The secrets of all layers.
     *
     * @param isImage whether there are layers, or just a directory
     */
    static List<SecretFinding> of(Inspected inspected, SecretObserver observer, boolean isImage) {
        List<SecretFinding> findings = new ArrayList<>();
        for (int i = 0; i < inspected.observed().size(); i++) {
            byte[] kept = inspected.observed().get(i).get(observer.id());
            if (kept != null) {
                findings.addAll(
                        SecretObserver.decode(
                                kept, isImage ? i : -1, inspected.inventory().overlay()));
            }
        }
        return findings;
    }
}
