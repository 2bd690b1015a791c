package dev.cooper.registry.operations;

import dev.cooper.registry.config.AuditConfig;
import dev.cooper.registry.config.RegistryConfig;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes down what commands change beside the registry, in its audit log where it has one. To be
 * opened before the change, so that nothing is changed that cannot be written down.
 */
public final class CommandAudit implements AutoCloseable {
    private final Optional<Audit> audit;
    private final Map<String, String> environment;

    private CommandAudit(Optional<Audit> audit, Map<String, String> environment) {
        this.audit = audit;
        this.environment = environment;
    }

    /**
     * Opens the audit log of a registry.
     *
     * @param config how the registry is set up
     * @param environment of the command, which says who became root by sudo
     * @throws IOException when it cannot be written
     */
    public static CommandAudit open(RegistryConfig config, Map<String, String> environment)
            throws IOException {
        Optional<AuditConfig> wanted = config.operations().audit();
        if (wanted.isEmpty()) {
            return new CommandAudit(Optional.empty(), environment);
        }
        try {
            return new CommandAudit(Optional.of(Audit.open(wanted.get())), environment);
        } catch (IOException e) {
            throw new IOException(
                    "the audit log "
                            + wanted.get().file()
                            + " cannot be written, so nothing was changed; run this as the user"
                            + " of the registry",
                    e);
        }
    }

    /**
     * Writes down a change that was made.
     *
     * @param action what was done
     * @param about text and numbers that say to what, by name
     * @throws IOException when that fails
     */
    public void done(String action, Map<String, Object> about) throws IOException {
        if (audit.isEmpty()) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("os_user", System.getProperty("user.name", ""));
        String sudo = environment.getOrDefault("SUDO_USER", "");
        if (!sudo.isEmpty()) {
            line.put("sudo_user", sudo);
        }
        line.putAll(new TreeMap<>(about));
        audit.get().write(action, "done", line);
    }

    @Override
    public void close() throws IOException {
        if (audit.isPresent()) {
            audit.get().close();
        }
    }
}
