package dev.cooper.transfer;

import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What names without a registry stand for on this machine. Where it says nothing, they are names of
 * Docker Hub.
 *
 * @param aliases short names and what they stand for; an alias with no name was taken back
 * @param search registries that are searched for all others
 * @param enforcing whether it is an error when several registries could be meant
 */
record ShortNames(Map<String, Alias> aliases, Optional<Search> search, boolean enforcing) {
    static final ShortNames NONE = new ShortNames(Map.of(), Optional.empty(), false);

    /** What one short name stands for, and which file says so. */
    record Alias(Reference name, Path file) {}

    /** The registries to search, in order, and which file says so. */
    record Search(List<String> registries, Path file) {
        static Optional<Search> of(TomlFile file) throws IOException {
            String key = "unqualified-search-registries";
            return file.has(key)
                    ? Optional.of(new Search(file.texts(key), file.file()))
                    : Optional.empty();
        }
    }

    static void addAliases(TomlFile file, Map<String, Alias> all) throws IOException {
        Optional<TomlFile> table = file.table("aliases");
        if (table.isEmpty()) {
            return;
        }
        for (String shortName : table.get().keys()) {
            String name = table.get().text(shortName);
            if (name.isEmpty()) {
                all.remove(shortName);
            } else {
                all.put(shortName, new Alias(fullName(table.get(), shortName, name), file.file()));
            }
        }
    }

    private static Reference fullName(TomlFile table, String shortName, String name)
            throws IOException {
        try {
            Reference reference = Reference.parse(name);
            boolean bare = reference.tag().isEmpty() && reference.digest().isEmpty();
            if (Reference.namesRegistry(name) && bare && !Reference.namesRegistry(shortName)) {
                return reference;
            }
        } catch (SyntaxException e) {
            throw table.wrong(shortName, String.valueOf(e.getMessage()));
        }
        throw table.wrong(
                shortName,
                "= \"" + name + "\": a short name stands for one with registry and without a tag");
    }

    static boolean isEnforcing(TomlFile file, boolean before) throws IOException {
        String mode = file.text("short-name-mode");
        return switch (mode) {
            case "" -> before;
            case "enforcing" -> true;
            case "permissive", "disabled" -> false;
            default ->
                    throw file.wrong(
                            "short-name-mode",
                            "\"" + mode + "\" is to be enforcing, permissive or disabled");
        };
    }

    /**
     * Reads a name as users write it.
     *
     * @return what it may stand for, the first that exists is meant; never empty
     * @throws SyntaxException when it is no name, or must not be guessed
     */
    List<Reference> candidates(String text) {
        Reference usual = Reference.parse(text);
        if (Reference.namesRegistry(text)) {
            return List.of(usual);
        }
        String shortName = text.substring(0, text.length() - versionLength(usual));
        Alias alias = aliases.get(shortName);
        if (alias != null) {
            return List.of(withVersion(alias.name(), usual));
        }
        List<Reference> found = new ArrayList<>();
        for (String registry : search.map(Search::registries).orElse(List.of())) {
            found.add(withVersion(Reference.parse(registry + "/" + shortName), usual));
        }
        if (enforcing && found.size() > 1) {
            throw new SyntaxException(
                    text
                            + ": may be one of "
                            + String.join(", ", found.stream().map(Reference::toString).toList())
                            + ", and "
                            + search.orElseThrow().file()
                            + " says that this must not be guessed; write the whole name");
        }
        return found.isEmpty() ? List.of(usual) : found;
    }

    private static int versionLength(Reference name) {
        return name.toString().length() - name.name().length();
    }

    private static Reference withVersion(Reference name, Reference version) {
        return new Reference(name.registry(), name.repository(), version.tag(), version.digest());
    }
}
