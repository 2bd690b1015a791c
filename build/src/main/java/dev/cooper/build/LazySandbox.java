package dev.cooper.build;

import dev.cooper.linux.Isolation;
import dev.cooper.linux.Sandbox;
import dev.cooper.linux.SandboxSpec;
import dev.cooper.linux.Sandboxes;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Opens the sandbox when the first step runs: a build without RUN needs none, and may have none.
 */
final class LazySandbox implements Sandbox {
    private final Optional<Isolation> wanted;
    private @Nullable Sandbox opened;

    LazySandbox(Optional<Isolation> wanted) {
        this.wanted = wanted;
    }

    private synchronized Sandbox open() throws IOException {
        if (opened == null) {
            opened = Sandboxes.open(wanted);
        }
        return opened;
    }

    @Override
    public int run(SandboxSpec spec, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        return open().run(spec, out, err);
    }

    @Override
    public Isolation isolation() {
        return wanted.orElse(Isolation.NAMESPACES);
    }
}
