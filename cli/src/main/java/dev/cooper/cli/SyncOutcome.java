package dev.cooper.cli;

/**
 * What became of one image of a sync.
 *
 * @param source its name
 * @param target what it is called at the destination, "" when nothing is known of it
 * @param status what became of it
 * @param problem a sentence when it failed, else ""
 */
record SyncOutcome(String source, String target, Status status, String problem) {
    /** What became of an image. */
    enum Status {
        COPIED("copied"),
        UP_TO_DATE("up to date"),
        WOULD_COPY("to copy"),
        FAILED("failed");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    static SyncOutcome failed(String source, String target, Exception e) {
        return new SyncOutcome(source, target, Status.FAILED, String.valueOf(e.getMessage()));
    }

    boolean isGood() {
        return status != Status.FAILED;
    }
}
