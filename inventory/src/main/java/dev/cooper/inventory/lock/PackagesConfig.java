package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.XmlDocument;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code packages.config} of older NuGet, and {@code Packages.props} of central versions. */
public final class PackagesConfig implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        List<Locked> found = new ArrayList<>();
        add(XmlDocument.parse(content), found);
        return found;
    }

    private static void add(XmlDocument.Element element, List<Locked> found) {
        for (XmlDocument.Element each : element.children()) {
            Map<String, String> has = each.attributes();
            String name =
                    has.getOrDefault(
                            "id", has.getOrDefault("Include", has.getOrDefault("Update", "")));
            String version = has.getOrDefault("version", has.getOrDefault("Version", ""));
            boolean isPackage =
                    each.name().equals("package")
                            || each.name().equals("PackageVersion")
                            || each.name().equals("PackageReference");
            if (isPackage && !name.isEmpty() && isVersion(version)) {
                found.add(
                        Locked.of(name, version)
                                .withDevelopment(
                                        has.getOrDefault("developmentDependency", "")
                                                .equals("true")));
            }
            add(each, found);
        }
    }

    /** Ranges and properties of MSBuild are no versions. */
    private static boolean isVersion(String text) {
        return !text.isEmpty() && Character.isDigit(text.charAt(0)) && text.indexOf('*') < 0;
    }
}
