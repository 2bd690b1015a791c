package dev.cooper.linux;

import java.io.IOException;
import java.io.OutputStream;

/** Cooper's own sandbox: one tiny process makes the namespaces and mounts, then runs the step below itself. */
final class NamespaceSandbox implements Sandbox {
    @Override
    public int run(SandboxSpec spec, OutputStream out, OutputStream err) throws IOException {
        throw new IOException("running " + spec.argv().getFirst() + ": namespaces are not available");
    }

    @Override
    public Isolation isolation() {
        return Isolation.NAMESPACES;
    }
}
