package dev.cooper.inventory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A package as a file in a layer describes it.
 *
 * @param kind by whose rules name and version are compared
 * @param name as its makers write it; {@code group:artifact} for {@link PackageKind#MAVEN}
 * @param version in full, such as {@code 1:2.36-9+deb12u4}; empty when nothing says it
 * @param architecture as the package manager names it; empty where there is none
 * @param source what it was built from, which may have another name and version
 * @param licenses as the metadata has them, not yet SPDX
 * @param maintainer who answers for it, as the metadata says; may be empty
 * @param place where the layer says so
 * @param dependencies names of what it needs, as written there; alternatives with bars between
 * @param remarks what only this kind of package has, by {@link Remark}; mostly empty
 */
public record SoftwarePackage(
        PackageKind kind,
        String name,
        String version,
        String architecture,
        Optional<Source> source,
        List<String> licenses,
        String maintainer,
        Place place,
        List<String> dependencies,
        Map<Remark, String> remarks) {

    /** What only some kinds of package say of themselves. */
    public enum Remark {
        /** The module stream of an RPM, such as {@code nodejs:12}. */
        STREAM,
        /** That the group of a Java archive is a guess from the names of its classes. */
        GUESSED_GROUP,
        /** Names that others may need it by, with line ends between them. */
        PROVIDES,
        /** The SHA-1 of a Java archive, as hexadecimal digits. */
        SHA1,
        /** That only those who work on the program need it, not those who run it. */
        DEVELOPMENT,
        /**
         * {@code root}, {@code workspace}, {@code direct} or {@code indirect}, as a lock file says.
         */
        RELATIONSHIP,
        /** That a Java library is known by its classes only, and how sure that is. */
        FINGERPRINT
    }

    /** What a package was built from. */
    public record Source(String name, String version) {}

    /**
     * Where a package is described.
     *
     * @param path of the file in the layer, clean and relative
     * @param inside archives within that file, from the outside in, such as {@code
     *     BOOT-INF/lib/b.jar}; empty where the file itself is meant
     */
    public record Place(String path, List<String> inside) {
        public Place {
            inside = List.copyOf(inside);
        }

        /** The file itself. */
        public static Place of(String path) {
            return new Place(path, List.of());
        }

        /** Path and inner paths, joined by slashes. */
        @Override
        public String toString() {
            return inside.isEmpty() ? path : path + "/" + String.join("/", inside);
        }
    }

    public SoftwarePackage {
        licenses = List.copyOf(licenses);
        dependencies = List.copyOf(dependencies);
        remarks = Map.copyOf(remarks);
    }

    /** A package of which only the name, the version and the place are known. */
    public static SoftwarePackage of(PackageKind kind, String name, String version, Place place) {
        return new SoftwarePackage(
                kind,
                name,
                version,
                "",
                Optional.empty(),
                List.of(),
                "",
                place,
                List.of(),
                Map.of());
    }

    /** The remark that it has other names, too. */
    static Map<Remark, String> provided(Collection<String> names) {
        return names.isEmpty() ? Map.of() : Map.of(Remark.PROVIDES, String.join("\n", names));
    }

    /** The same package with other remarks. */
    SoftwarePackage with(Map<Remark, String> other) {
        return new SoftwarePackage(
                kind,
                name,
                version,
                architecture,
                source,
                licenses,
                maintainer,
                place,
                dependencies,
                other);
    }

    /** The same package with licences. */
    public SoftwarePackage withLicenses(List<String> other) {
        return new SoftwarePackage(
                kind,
                name,
                version,
                architecture,
                source,
                other,
                maintainer,
                place,
                dependencies,
                remarks);
    }

    /** The same package with what it needs. */
    public SoftwarePackage withDependencies(List<String> other) {
        return new SoftwarePackage(
                kind,
                name,
                version,
                architecture,
                source,
                licenses,
                maintainer,
                place,
                other,
                remarks);
    }

    /** How many of its classes tell what it is; empty when something better does. */
    public String fingerprint() {
        return remarks.getOrDefault(Remark.FINGERPRINT, "");
    }

    /** The name of what it was built from: its own where nothing else is said. */
    public String sourceName() {
        return source.map(Source::name).orElse(name);
    }

    /** The version of what it was built from: its own where nothing else is said. */
    public String sourceVersion() {
        return source.map(Source::version).orElse(version);
    }
}
