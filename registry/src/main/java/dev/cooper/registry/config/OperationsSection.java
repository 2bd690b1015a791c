package dev.cooper.registry.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads what is about watching the registry. */
final class OperationsSection {
    private OperationsSection() {}

    static OperationsConfig read(ConfigTree tree, Map<String, String> environment) {
        OperationsConfig defaults = OperationsConfig.DEFAULT;
        return new OperationsConfig(
                LogSection.read(tree),
                NotificationsSection.read(tree),
                DebugSection.read(tree),
                HealthSection.read(tree),
                tree.durationOrNone("http.draintimeout", defaults.drain()),
                audit(tree),
                TracesConfig.read(environment),
                PagesConfig.read(tree));
    }

    private static Optional<AuditConfig> audit(ConfigTree tree) {
        Optional<String> path = tree.text("cooper.audit.path").filter(text -> !text.isEmpty());
        boolean sync = tree.flag("cooper.audit.sync", false);
        return path.map(text -> new AuditConfig(Path.of(text), sync));
    }
}
