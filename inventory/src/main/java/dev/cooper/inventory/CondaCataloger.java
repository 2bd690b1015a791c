package dev.cooper.inventory;

import dev.cooper.inventory.document.Tree;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Packages that Conda has installed, of any language: {@code conda-meta/NAME-VERSION-BUILD.json}.
 */
final class CondaCataloger implements Cataloger {
    private static final long LARGEST = 64 << 20;

    @Override
    public String id() {
        return "conda-1";
    }

    @Override
    public boolean wants(Candidate file) {
        return file.name().endsWith(".json")
                && ("/" + file.path()).endsWith("/conda-meta/" + file.name());
    }

    @Override
    public long largest() {
        return LARGEST;
    }

    @Override
    public void read(LayerFile file, Findings findings) throws DamagedFileException {
        Tree document = Trees.json(file);
        String name = document.text("name");
        String version = document.text("version");
        if (name.isEmpty() || version.isEmpty()) {
            throw new DamagedFileException("it names no package");
        }
        Set<String> needed = new LinkedHashSet<>();
        for (Tree each : document.at("depends").items()) {
            String one = each.text().split(" ", 2)[0];
            if (!one.isEmpty()) {
                needed.add(one);
            }
        }
        SoftwarePackage.Place place = SoftwarePackage.Place.of(file.path());
        findings.add(
                SoftwarePackage.of(PackageKind.CONDA, name, version, place)
                        .withLicenses(Trees.licenses(document.at("license")))
                        .withDependencies(List.copyOf(needed)));
    }
}
