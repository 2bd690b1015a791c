package dev.cooper.inventory;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Node packages that are installed: each {@code package.json} below a {@code node_modules}. */
final class NodeCataloger implements Cataloger {
    private static final long LARGEST = 8 << 20;

    @Override
    public String id() {
        return "node-1";
    }

    @Override
    public boolean wants(Candidate file) {
        return file.name().equals("package.json")
                && file.size() <= LARGEST
                && ("/" + file.path()).contains("/node_modules/");
    }

    @Override
    public void read(LayerFile file, Findings findings) throws DamagedFileException {
        Object json;
        try {
            json = Json.parse(file.bytes());
        } catch (SyntaxException e) {
            throw new DamagedFileException("it is no JSON: " + e.getMessage());
        }
        if (json instanceof Map<?, ?> fields
                && fields.get("name") instanceof String name
                && fields.get("version") instanceof String version
                && !name.isEmpty()
                && !version.isEmpty()) {
            List<String> needed = new ArrayList<>();
            if (fields.get("dependencies") instanceof Map<?, ?> dependencies) {
                dependencies.keySet().forEach(each -> needed.add(String.valueOf(each)));
            }
            findings.add(
                    new SoftwarePackage(
                            PackageKind.NPM,
                            name,
                            version,
                            "",
                            Optional.empty(),
                            licenses(fields),
                            "",
                            SoftwarePackage.Place.of(file.path()),
                            needed,
                            Map.of()));
        }
    }

    /** A text, an object with a type, or, as long ago, a list of these. */
    private static List<String> licenses(Map<?, ?> fields) {
        List<String> licenses = new ArrayList<>();
        Object one = fields.get("license");
        if (fields.get("licenses") instanceof List<?> several) {
            several.forEach(each -> license(each, licenses));
        }
        license(one, licenses);
        return licenses;
    }

    private static void license(@Nullable Object value, List<String> licenses) {
        if (value instanceof String text) {
            licenses.add(text);
        } else if (value instanceof Map<?, ?> object && object.get("type") instanceof String type) {
            licenses.add(type);
        }
    }
}
