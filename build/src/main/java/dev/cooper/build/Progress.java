package dev.cooper.build;

/** Receives the events of a build. Implementations accept calls from any thread. */
@FunctionalInterface
public interface Progress {
    /**
     * Takes one event.
     *
     * @param event what happened
     */
    void on(ProgressEvent event);

    /** Throws every event away. */
    Progress SILENT = event -> {};
}
