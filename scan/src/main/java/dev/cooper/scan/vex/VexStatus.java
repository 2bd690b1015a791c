package dev.cooper.scan.vex;

import java.util.Locale;

/** What a statement says of a vulnerability in a product. */
enum VexStatus {
    NOT_AFFECTED,
    FIXED,
    AFFECTED,
    UNDER_INVESTIGATION;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the finding need not be shown. */
    boolean suppresses() {
        return switch (this) {
            case NOT_AFFECTED, FIXED -> true;
            case AFFECTED, UNDER_INVESTIGATION -> false;
        };
    }
}
