package dev.cooper.registry.config;

import java.nio.file.Path;
import java.util.Optional;

/** Reads what is about watching the registry. */
final class OperationsSection {
    private OperationsSection() {}

    static OperationsConfig read(ConfigTree tree) {
        OperationsConfig defaults = OperationsConfig.DEFAULT;
        return new OperationsConfig(
                LogSection.read(tree),
                NotificationsSection.read(tree),
                DebugSection.read(tree),
                HealthSection.read(tree),
                tree.durationOrNone("http.draintimeout", defaults.drain()),
                audit(tree),
                PagesConfig.read(tree));
    }

    private static Optional<AuditConfig> audit(ConfigTree tree) {
        Optional<String> path = tree.text("cooper.audit.path").filter(text -> !text.isEmpty());
        boolean sync = tree.flag("cooper.audit.sync", false);
        return path.map(text -> new AuditConfig(Path.of(text), sync));
    }
}
