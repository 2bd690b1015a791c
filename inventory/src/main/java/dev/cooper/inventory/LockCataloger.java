package dev.cooper.inventory;

import dev.cooper.inventory.lock.LockFile;
import dev.cooper.inventory.lock.Locked;
import dev.cooper.oci.SyntaxException;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Packages that lock files of one kind name, each once a file.
 *
 * @param id by which the cache knows it
 * @param names of the files; one that begins with an asterisk is the end of a name
 */
record LockCataloger(String id, PackageKind kind, Set<String> names, LockFile format)
        implements Cataloger {
    private static final long LARGEST = 64 << 20;

    @Override
    public boolean wants(Candidate file) {
        return isName(file.name()) && !("/" + file.path()).contains("/node_modules/");
    }

    private boolean isName(String name) {
        return names.contains(name)
                || names.stream()
                        .anyMatch(each -> each.startsWith("*") && name.endsWith(each.substring(1)));
    }

    @Override
    public long largest() {
        return LARGEST;
    }

    @Override
    public void read(LayerFile file, Findings findings) throws DamagedFileException {
        Map<String, SoftwarePackage> packages = new LinkedHashMap<>();
        try {
            for (Locked each : format.read(file.bytes(), file.surroundings())) {
                SoftwarePackage found =
                        SoftwarePackage.of(
                                        kind,
                                        each.name(),
                                        each.version(),
                                        SoftwarePackage.Place.of(file.path()))
                                .withDependencies(each.dependencies())
                                .with(remarks(each));
                // What one part of a project uses is used, though another only tests with it.
                packages.merge(
                        each.name() + "@" + each.version(),
                        found,
                        (one, other) -> isDevelopment(one) ? other : one);
            }
        } catch (SyntaxException e) {
            throw new DamagedFileException(String.valueOf(e.getMessage()));
        }
        for (SoftwarePackage each : packages.values()) {
            findings.add(each);
        }
    }

    private static boolean isDevelopment(SoftwarePackage each) {
        return each.remarks().containsKey(SoftwarePackage.Remark.DEVELOPMENT);
    }

    private static Map<SoftwarePackage.Remark, String> remarks(Locked each) {
        Map<SoftwarePackage.Remark, String> remarks = new EnumMap<>(SoftwarePackage.Remark.class);
        if (each.isDevelopment()) {
            remarks.put(SoftwarePackage.Remark.DEVELOPMENT, "true");
        }
        if (each.relationship() != Locked.Relationship.UNKNOWN) {
            remarks.put(
                    SoftwarePackage.Remark.RELATIONSHIP,
                    each.relationship().name().toLowerCase(Locale.ROOT));
        }
        return remarks;
    }
}
