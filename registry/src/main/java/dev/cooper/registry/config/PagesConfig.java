package dev.cooper.registry.config;

/**
 * Whether there are changes, and how long lists are.
 *
 * @param readOnly whether all changes are refused
 * @param repositories how many names a page of the catalog has at most
 * @param tags how many names a page of a list of tags has at most
 */
public record PagesConfig(boolean readOnly, int repositories, int tags) {
    /** Changes are allowed. */
    static final PagesConfig DEFAULT = new PagesConfig(false, 1_000, 10_000);

    static PagesConfig read(ConfigTree tree) {
        return new PagesConfig(
                tree.flag("storage.maintenance.readonly.enabled", DEFAULT.readOnly),
                (int) tree.number("catalog.maxentries", DEFAULT.repositories, 1, 1_000_000),
                (int) tree.number("tags.maxtags", DEFAULT.tags, 1, 1_000_000));
    }
}
