package dev.cooper.base;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One binary package as an archive's index describes it. Relations stay text until they are needed:
 * of sixty thousand packages a base image looks at a few hundred.
 *
 * @param name the package
 * @param version the version, per policy
 * @param architecture {@code all} or a Debian architecture
 * @param priority {@code required}, {@code important}, …; empty when not given
 * @param essential whether packages may rely on it without saying so
 * @param preDepends the field Pre-Depends, empty when absent; the other relations likewise
 * @param archive the address that {@code path} is relative to, without a slash at the end
 * @param path the .deb below the archive's address
 * @param size the size of the .deb in bytes
 * @param digest the SHA-256 of the .deb
 * @param source the field Source: what it was built from, and the version of that in brackets if it
 *     is another; empty when both are its own
 */
record DebPackage(
        String name,
        String version,
        String architecture,
        String priority,
        boolean essential,
        String preDepends,
        String depends,
        String provides,
        String conflicts,
        String breaks,
        String replaces,
        String archive,
        String path,
        long size,
        Digest digest,
        String source) {

    /** The fields that {@link #of} reads. */
    static final Set<String> FIELDS =
            Set.of(
                    "Package",
                    "Version",
                    "Architecture",
                    "Priority",
                    "Essential",
                    "Pre-Depends",
                    "Depends",
                    "Provides",
                    "Conflicts",
                    "Breaks",
                    "Replaces",
                    "Source",
                    "Filename",
                    "Size",
                    "SHA256");

    /**
     * Makes a package from a stanza of an index.
     *
     * @param stanza the fields
     * @param archive the address that the index belongs to
     * @throws IOException when a field that is needed is missing or no sense can be made of it
     */
    static DebPackage of(Map<String, String> stanza, String archive) throws IOException {
        String name = field(stanza, "Package", archive);
        String path = field(stanza, "Filename", archive);
        if (path.startsWith("/") || ("/" + path + "/").contains("/../")) {
            throw new IOException(
                    "the index of " + archive + " names the file \"" + path + "\" for " + name);
        }
        try {
            return new DebPackage(
                    name,
                    field(stanza, "Version", archive),
                    field(stanza, "Architecture", archive),
                    stanza.getOrDefault("Priority", ""),
                    "yes".equals(stanza.get("Essential")),
                    unfold(stanza, "Pre-Depends"),
                    unfold(stanza, "Depends"),
                    unfold(stanza, "Provides"),
                    unfold(stanza, "Conflicts"),
                    unfold(stanza, "Breaks"),
                    unfold(stanza, "Replaces"),
                    archive,
                    path,
                    Long.parseLong(field(stanza, "Size", archive)),
                    new Digest(Digest.Algorithm.SHA256, field(stanza, "SHA256", archive)),
                    unfold(stanza, "Source"));
        } catch (NumberFormatException | SyntaxException e) {
            throw new IOException(
                    "the index of " + archive + " is damaged at " + name + ": " + e.getMessage(),
                    e);
        }
    }

    private static String unfold(Map<String, String> stanza, String field) {
        return stanza.getOrDefault(field, "").replace('\n', ' ');
    }

    private static String field(Map<String, String> stanza, String field, String archive)
            throws IOException {
        String value = stanza.get(field);
        if (value == null || value.isEmpty()) {
            throw new IOException(
                    "the index of "
                            + archive
                            + " has a package without the field "
                            + field
                            + ": "
                            + stanza.getOrDefault("Package", "(no name)"));
        }
        return value;
    }

    /** Returns the name of the source package. */
    String sourceName() {
        int blank = source.indexOf(' ');
        String named = blank < 0 ? source : source.substring(0, blank);
        return named.isEmpty() ? name : named;
    }

    /** Returns the version of the source package. */
    String sourceVersion() {
        int open = source.indexOf('(');
        int close = source.indexOf(')', open + 1);
        return open < 0 || close < 0 ? version : source.substring(open + 1, close).strip();
    }

    /** Returns what must be there for this package to work. */
    List<Relation> needs() {
        return Relation.parseAll(preDepends + "," + depends);
    }

    /** Returns what must not be there beside this package. */
    List<Relation> refuses() {
        return Relation.parseAll(conflicts + "," + breaks);
    }

    /** Returns the virtual packages that this one stands for. */
    List<Relation> provided() {
        return Relation.parseAll(provides);
    }

    /** Returns whether this package, by its own name or by what it provides, is the one meant. */
    boolean satisfies(Relation.Alternative wanted) {
        if (!fitsArchitecture(wanted)) {
            return false;
        }
        if (name.equals(wanted.name()) && wanted.acceptsVersion(version)) {
            return true;
        }
        return provision(wanted).isPresent();
    }

    /**
     * Returns the member of Provides that meets a relation; only a versioned one meets a version.
     */
    Optional<Relation.Alternative> provision(Relation.Alternative wanted) {
        if (!provides.contains(wanted.name())) {
            return Optional.empty();
        }
        for (Relation relation : provided()) {
            for (Relation.Alternative offered : relation.alternatives()) {
                if (offered.name().equals(wanted.name())
                        && (wanted.operator() == Relation.Operator.ANY
                                || (offered.operator() == Relation.Operator.EQUAL
                                        && wanted.acceptsVersion(offered.version())))) {
                    return Optional.of(offered);
                }
            }
        }
        return Optional.empty();
    }

    private boolean fitsArchitecture(Relation.Alternative wanted) {
        return wanted.architecture().isEmpty()
                || wanted.architecture().get().equals("any")
                || wanted.architecture().get().equals("native")
                || wanted.architecture().get().equals(architecture);
    }

    /** Returns the place of the priority in the order of policy §2.5; required is 0. */
    int rank() {
        return switch (priority) {
            case "required" -> 0;
            case "important" -> 1;
            case "standard" -> 2;
            case "optional" -> 3;
            default -> 4;
        };
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
