package dev.cooper.cli.progress;

import dev.cooper.build.ProgressEvent;

/** Shows nothing. */
final class QuietRenderer implements ProgressRenderer {
    @Override
    public void on(ProgressEvent event) {}

    @Override
    public void close() {}
}
