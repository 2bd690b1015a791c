package dev.cooper.inventory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out what a Java archive is: by what Maven has left in it, of which a shaded archive has
 * several; else by its manifest, its file's name and its classes.
 */
final class JavaCoordinates {
    /**
     * {@code artifact-1.2.3-classifier}: the version begins at a digit after a hyphen. Versions may
     * have words too, so that only the usual classifiers are told from them.
     */
    private static final Pattern FILE =
            Pattern.compile(
                    "^(.+?)-(\\d[\\w.+-]*?)(?:-(?:sources|javadoc|tests|classes|no_aop|all|shaded))?$");

    private static final List<String> VERSIONS =
            List.of("Implementation-Version", "Bundle-Version", "Specification-Version");

    private JavaCoordinates() {}

    static List<SoftwarePackage> of(
            String fileName,
            List<Properties> poms,
            Attributes manifest,
            JavaPackages packages,
            SoftwarePackage.Place place) {
        List<SoftwarePackage> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Properties pom : poms) {
            String group = pom.getProperty("groupId", "").strip();
            String artifact = pom.getProperty("artifactId", "").strip();
            String version = pom.getProperty("version", "").strip();
            boolean isWhole = !group.isEmpty() && !artifact.isEmpty() && !version.isEmpty();
            if (isWhole && seen.add(group + ":" + artifact + ":" + version)) {
                found.add(
                        SoftwarePackage.of(
                                PackageKind.MAVEN, group + ":" + artifact, version, place));
            }
        }
        guess(fileName, manifest, packages, place)
                .filter(own -> found.isEmpty() || isKnownAlone(own, found))
                .ifPresent(found::add);
        return found;
    }

    /** Whether an archive that has others in it is known to be one of its own, too. */
    private static boolean isKnownAlone(SoftwarePackage own, List<SoftwarePackage> others) {
        return !own.remarks().containsKey(SoftwarePackage.Remark.GUESSED_GROUP)
                && others.stream().noneMatch(other -> other.name().equals(own.name()));
    }

    private static Optional<SoftwarePackage> guess(
            String fileName,
            Attributes manifest,
            JavaPackages packages,
            SoftwarePackage.Place place) {
        String stem = fileName.substring(0, fileName.lastIndexOf('.'));
        Matcher parts = FILE.matcher(stem);
        boolean hasVersion = parts.matches();
        String artifact = hasVersion ? parts.group(1) : stem;
        String version = hasVersion ? parts.group(2) : version(manifest);
        if (version.isEmpty() || artifact.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> known = JavaGroups.name(artifact, hasVersion ? version : "");
        if (known.isPresent()) {
            return Optional.of(SoftwarePackage.of(PackageKind.MAVEN, known.get(), version, place));
        }
        String group = group(manifest, packages, artifact);
        SoftwarePackage found =
                SoftwarePackage.of(
                        PackageKind.MAVEN,
                        group.isEmpty() ? artifact : group + ":" + artifact,
                        version,
                        place);
        return Optional.of(found.with(Map.of(SoftwarePackage.Remark.GUESSED_GROUP, group)));
    }

    private static String version(Attributes manifest) {
        for (String name : VERSIONS) {
            String value = text(manifest, name);
            if (!value.isEmpty() && Character.isDigit(value.charAt(0))) {
                return value;
            }
        }
        return "";
    }

    private static String group(Attributes manifest, JavaPackages packages, String artifact) {
        String vendor = text(manifest, "Implementation-Vendor-Id");
        if (vendor.indexOf('.') > 0) {
            return vendor;
        }
        String classes = withoutModule(packages.common(), artifact);
        if (classes.indexOf('.') > 0) {
            return classes;
        }
        String bundle = text(manifest, "Bundle-SymbolicName").split(";", 2)[0].strip();
        return bundle.endsWith("." + artifact)
                ? bundle.substring(0, bundle.length() - artifact.length() - 1)
                : "";
    }

    /** A package whose last part is the artifact's last word is one of several of a group. */
    private static String withoutModule(String name, String artifact) {
        int last = name.lastIndexOf('.');
        boolean isModule =
                last > 0
                        && name.indexOf('.') < last
                        && artifact.endsWith("-" + name.substring(last + 1));
        return isModule ? name.substring(0, last) : name;
    }

    private static String text(Attributes manifest, String name) {
        String value = manifest.getValue(name);
        return value == null ? "" : value.strip();
    }
}
