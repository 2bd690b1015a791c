package dev.cooper.scan.vex;

import dev.cooper.inventory.document.JsonDocument;
import dev.cooper.inventory.document.Tree;
import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.List;

/**
 * What a VEX repository says of itself: where its documents are, of the one version of the
 * specification that is read here.
 *
 * @param locations to be tried one after the other; never empty
 * @param updateInterval how often to ask for newer ones, as Go writes a duration; may be empty
 */
public record VexManifest(List<Location> locations, String updateInterval) {
    private static final String VERSION = "0.1";

    /**
     * An archive.
     *
     * @param url its address
     * @param directory where in it the repository is; may be empty
     */
    public record Location(String url, String directory) {
        /** Reads an address, behind which two slashes and a directory may follow. */
        static Location of(String text) {
            int scheme = text.indexOf("://");
            int end = text.indexOf("//", scheme < 0 ? 0 : scheme + 3);
            return end < 0
                    ? new Location(text, "")
                    : new Location(text.substring(0, end), text.substring(end + 2));
        }
    }

    public VexManifest {
        locations = List.copyOf(locations);
    }

    /**
     * Reads {@code vex-repository.json}, whose versions may be a list or have names.
     *
     * @throws SyntaxException when it is none, or has nothing in a version that is known here
     */
    public static VexManifest parse(byte[] json) {
        Tree versions = JsonDocument.parse(json).at("versions");
        List<Tree> all = new ArrayList<>(versions.items());
        all.addAll(versions.members().values());
        List<String> seen = new ArrayList<>();
        for (Tree version : all) {
            String number = version.text("spec_version");
            seen.add(number);
            List<Location> locations =
                    version.at("locations").items().stream()
                            .map(each -> each.text("url"))
                            .filter(each -> !each.isEmpty())
                            .map(Location::of)
                            .toList();
            if ((number.equals(VERSION) || number.equals("v" + VERSION)) && !locations.isEmpty()) {
                return new VexManifest(locations, version.text("update_interval"));
            }
        }
        throw new SyntaxException(
                "the manifest of the VEX repository has nothing in version %s of the specification; it has %s"
                        .formatted(VERSION, seen.isEmpty() ? "none" : String.join(", ", seen)));
    }
}
