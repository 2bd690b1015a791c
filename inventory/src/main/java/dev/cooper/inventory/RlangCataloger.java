package dev.cooper.inventory;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * R packages that are installed: {@code DESCRIPTION} files, to which the installation has added by
 * which R they were built ("Writing R Extensions", 1.1.1).
 */
final class RlangCataloger implements Cataloger {
    private static final long LARGEST = 1 << 20;
    private static final Set<String> FIELDS = Set.of("package", "version", "license", "built");

    @Override
    public String id() {
        return "r-1";
    }

    @Override
    public boolean wants(Candidate file) {
        return file.name().equals("DESCRIPTION") && file.size() <= LARGEST;
    }

    @Override
    public void read(LayerFile file, Findings findings) throws DamagedFileException {
        for (Map<String, String> stanza : new Stanzas(file.bytes(), FIELDS)) {
            String name = stanza.getOrDefault("package", "");
            String version = stanza.getOrDefault("version", "");
            // Many other things are called DESCRIPTION, and sources of packages are not installed.
            if (!name.isEmpty() && !version.isEmpty() && stanza.containsKey("built")) {
                String license = stanza.getOrDefault("license", "");
                SoftwarePackage.Place place = SoftwarePackage.Place.of(file.path());
                findings.add(
                        SoftwarePackage.of(PackageKind.CRAN, name, version, place)
                                .withLicenses(license.isEmpty() ? List.of() : List.of(license)));
            }
            return;
        }
    }
}
