package dev.cooper.inventory.lock;

import java.util.List;

/**
 * A package that a lock file names.
 *
 * @param version never empty
 * @param isDevelopment whether only those who work on the project need it
 * @param dependencies names of what it needs
 */
public record Locked(
        String name,
        String version,
        Relationship relationship,
        boolean isDevelopment,
        List<String> dependencies) {

    /** How a project came to a package. */
    public enum Relationship {
        /** The lock file does not say it. */
        UNKNOWN,
        /** The project itself. */
        ROOT,
        /** A part of the project. */
        WORKSPACE,
        /** The project names it. */
        DIRECT,
        /** Another package needs it. */
        INDIRECT
    }

    public Locked {
        dependencies = List.copyOf(dependencies);
    }

    /** A package of which only the name and the version are known. */
    static Locked of(String name, String version) {
        return new Locked(name, version, Relationship.UNKNOWN, false, List.of());
    }

    static Relationship directIf(boolean isDirect) {
        return isDirect ? Relationship.DIRECT : Relationship.INDIRECT;
    }

    Locked with(Relationship other) {
        return new Locked(name, version, other, isDevelopment, dependencies);
    }

    Locked withDevelopment(boolean other) {
        return new Locked(name, version, relationship, other, dependencies);
    }

    Locked withDependencies(List<String> other) {
        return new Locked(name, version, relationship, isDevelopment, other);
    }
}
