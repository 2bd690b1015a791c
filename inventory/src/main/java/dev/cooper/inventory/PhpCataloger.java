package dev.cooper.inventory;

import dev.cooper.inventory.document.Tree;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** PHP packages that Composer has installed: {@code vendor/composer/installed.json}. */
final class PhpCataloger implements Cataloger {
    private static final long LARGEST = 64 << 20;

    @Override
    public String id() {
        return "php-1";
    }

    @Override
    public boolean wants(Candidate file) {
        return ("/" + file.path()).endsWith("/composer/installed.json");
    }

    @Override
    public long largest() {
        return LARGEST;
    }

    @Override
    public void read(LayerFile file, Findings findings) throws DamagedFileException {
        Tree document = Trees.json(file);
        Set<String> development = new HashSet<>();
        document.at("dev-package-names").items().forEach(each -> development.add(each.text()));
        // Composer 1 wrote the bare list.
        Tree packages = document.isObject() ? document.at("packages") : document;
        for (Tree each : packages.items()) {
            String name = each.text("name");
            String version = each.text("version");
            if (name.isEmpty() || version.isEmpty()) {
                continue;
            }
            List<String> needed = new ArrayList<>();
            for (String one : each.at("require").names()) {
                // Extensions and PHP itself have no maker.
                if (one.indexOf('/') > 0) {
                    needed.add(one);
                }
            }
            SoftwarePackage.Place place = SoftwarePackage.Place.of(file.path());
            findings.add(
                    SoftwarePackage.of(PackageKind.COMPOSER, name, version, place)
                            .withLicenses(Trees.licenses(each.at("license")))
                            .withDependencies(needed)
                            .with(
                                    development.contains(name)
                                            ? Map.of(SoftwarePackage.Remark.DEVELOPMENT, "true")
                                            : Map.of()));
        }
    }
}
