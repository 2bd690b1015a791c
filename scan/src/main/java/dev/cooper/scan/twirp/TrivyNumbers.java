package dev.cooper.scan.twirp;

import dev.cooper.scan.advisory.Severity;
import dev.cooper.scan.advisory.Status;

/** The numbers by which Trivy's wire form knows severities and statuses. */
final class TrivyNumbers {
    private TrivyNumbers() {}

    static int of(Severity severity) {
        return switch (severity) {
            case UNKNOWN -> 0;
            case LOW -> 1;
            case MEDIUM -> 2;
            case HIGH -> 3;
            case CRITICAL -> 4;
        };
    }

    static int of(Status status) {
        return switch (status) {
            case UNKNOWN -> 0;
            case NOT_AFFECTED -> 1;
            case AFFECTED -> 2;
            case FIXED -> 3;
            case UNDER_INVESTIGATION -> 4;
            case WILL_NOT_FIX -> 5;
            case FIX_DEFERRED -> 6;
            case END_OF_LIFE -> 7;
        };
    }
}
