package dev.cooper.cli;

import dev.cooper.cli.progress.LayerLines;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.MediaTypes;
import dev.cooper.store.CopyEvents;
import dev.cooper.transfer.Watcher;

import java.util.LinkedHashMap;
import java.util.Map;

/** Says how layers move in docker's words. */
final class DockerLines implements Watcher, AutoCloseable {
    /** The words of docker pull. */
    static final Words PULL =
            new Words(
                    "Pulling fs layer",
                    "Already exists",
                    "Downloading",
                    "Download complete",
                    "Pull complete",
                    "");

    /** The words of docker push. */
    static final Words PUSH =
            new Words("Preparing", "Layer already exists", "Pushing", "", "Pushed", "Mounted");

    /** The words of docker push, for copies. */
    static final Words COPY =
            new Words("Waiting", "Already exists", "Copying", "", "Copied", "Mounted");

    private final LayerLines lines;
    private final Words words;
    private final Map<String, Descriptor> moving = new LinkedHashMap<>();

    /** What is said at each stage; nothing when it is empty. */
    record Words(
            String waits,
            String isThere,
            String moves,
            String arrived,
            String done,
            String passedOn) {}

    DockerLines(Words words, Terminal terminal, boolean silent) {
        this.words = words;
        this.lines = new LayerLines(terminal, silent);
    }

    @Override
    public void waits(Descriptor layer) {
        lines.say(layer, words.waits());
    }

    @Override
    public void isThere(Descriptor layer) {
        lines.say(layer, words.isThere());
    }

    @Override
    public void moved(Descriptor layer, long bytes) {
        if (isShown(layer)) {
            synchronized (moving) {
                moving.putIfAbsent(layer.digest().toString(), layer);
            }
            lines.moved(layer, words.moves(), bytes);
        }
    }

    @Override
    public void arrived(Descriptor layer) {
        if (isShown(layer) && !words.arrived().isEmpty()) {
            lines.say(layer, words.arrived());
        }
    }

    /** Shows a copy; what arrived without moving was passed on by the registry itself. */
    CopyEvents events() {
        return new CopyEvents() {
            @Override
            public void moved(Descriptor blob, long position) {
                DockerLines.this.moved(blob, position);
            }

            @Override
            public void done(Descriptor blob, boolean before) {
                if (MediaTypes.isLayer(blob.mediaType())) {
                    boolean passedOn = !before && !hasMoved(blob);
                    lines.say(
                            blob,
                            before ? words.isThere() : passedOn ? words.passedOn() : words.done());
                }
            }
        };
    }

    /** Configs and other small documents are not shown, as docker does not. */
    private static boolean isShown(Descriptor blob) {
        return !MediaTypes.isConfig(blob.mediaType())
                && !blob.mediaType().equals(MediaTypes.OCI_EMPTY);
    }

    /** Tells whether some of a layer's bytes were moved. */
    boolean hasMoved(Descriptor layer) {
        synchronized (moving) {
            return moving.containsKey(layer.digest().toString());
        }
    }

    /** Everything is where it shall be. */
    void finish() {
        synchronized (moving) {
            moving.values().forEach(layer -> lines.say(layer, words.done()));
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
