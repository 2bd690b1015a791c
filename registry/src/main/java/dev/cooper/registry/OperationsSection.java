package dev.cooper.registry;

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
                tree.durationOrNone("http.draintimeout", defaults.drain()));
    }
}
