package dev.cooper.inventory;

import dev.cooper.inventory.document.Tree;

import java.util.ArrayList;
import java.util.List;

/** Node packages that are installed: each {@code package.json} below a {@code node_modules}. */
final class NodeCataloger implements Cataloger {
    private static final long LARGEST = 8 << 20;

    @Override
    public String id() {
        return "node-2";
    }

    @Override
    public boolean wants(Candidate file) {
        return file.name().equals("package.json") && ("/" + file.path()).contains("/node_modules/");
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
        // Many are there only to say how the scripts beside them are to be loaded.
        if (name.isEmpty() || version.isEmpty()) {
            return;
        }
        List<String> licenses = new ArrayList<>(Trees.licenses(document.at("licenses")));
        licenses.addAll(Trees.licenses(document.at("license")));
        SoftwarePackage.Place place = SoftwarePackage.Place.of(file.path());
        findings.add(
                SoftwarePackage.of(PackageKind.NPM, name, version, place)
                        .withLicenses(licenses)
                        .withDependencies(document.at("dependencies").names()));
    }
}
