package dev.cooper.scan.remote;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.inventory.SoftwarePackage.Place;
import dev.cooper.inventory.SoftwarePackage.Remark;
import dev.cooper.inventory.SoftwarePackage.Source;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an image has, as far as vulnerabilities depend on it: neither licences nor dependencies. */
final class InventoryJson {
    private InventoryJson() {}

    static Map<String, Object> write(ImageInventory inventory) {
        Distribution distribution = inventory.distribution();
        Map<String, Object> system = new LinkedHashMap<>();
        system.put("id", distribution.id());
        system.put("version", distribution.version());
        system.put("codename", distribution.codename());
        system.put("like", distribution.like());
        system.put("name", distribution.name());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("distribution", system);
        members.put("packages", inventory.packages().stream().map(InventoryJson::write).toList());
        return members;
    }

    private static Map<String, Object> write(LayeredPackage layered) {
        SoftwarePackage found = layered.found();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kind", Words.of(found.kind()));
        members.put("name", found.name());
        members.put("version", found.version());
        put(members, "architecture", found.architecture());
        found.source()
                .ifPresent(source -> {
                    members.put("sourceName", source.name());
                    members.put("sourceVersion", source.version());
                });
        put(members, "maintainer", found.maintainer());
        members.put("path", found.place().path());
        if (!found.place().inside().isEmpty()) {
            members.put("inside", found.place().inside());
        }
        if (!found.remarks().isEmpty()) {
            Map<String, String> remarks = new LinkedHashMap<>();
            found.remarks().forEach((remark, text) -> remarks.put(Words.of(remark), text));
            members.put("remarks", remarks);
        }
        members.put("layer", (long) layered.layer());
        return members;
    }

    private static void put(Map<String, Object> members, String name, String text) {
        if (!text.isEmpty()) {
            members.put(name, text);
        }
    }

    /**
     * Reads what was written.
     *
     * @throws SyntaxException when it is something else
     */
    static ImageInventory read(JsonObject members) {
        JsonObject system = members.object("distribution");
        Distribution distribution =
                new Distribution(
                        system.string("id", ""),
                        system.string("version", ""),
                        system.string("codename", ""),
                        system.string("like", ""),
                        system.string("name", ""));
        List<LayeredPackage> packages = new ArrayList<>();
        for (JsonObject each : members.objects("packages")) {
            long layer = each.integer("layer", 0);
            if (layer < -1 || layer > Integer.MAX_VALUE) {
                throw new SyntaxException(each.where() + ".layer: there is no layer " + layer);
            }
            packages.add(new LayeredPackage(readPackage(each), (int) layer));
        }
        return new ImageInventory(distribution, packages, List.of());
    }

    private static SoftwarePackage readPackage(JsonObject each) {
        Map<Remark, String> remarks = new EnumMap<>(Remark.class);
        each.stringMap("remarks")
                .forEach((word, text) -> {
                    for (Remark remark : Remark.values()) {
                        if (Words.of(remark).equals(word)) {
                            remarks.put(remark, text);
                        }
                    }
                });
        String name = each.string("name");
        String version = each.string("version");
        Optional<Source> source =
                each.has("sourceName")
                        ? Optional.of(
                                new Source(
                                        each.string("sourceName"),
                                        each.string("sourceVersion", version)))
                        : Optional.empty();
        return new SoftwarePackage(
                Words.read(PackageKind.class, each, "kind"),
                name,
                version,
                each.string("architecture", ""),
                source,
                List.of(),
                each.string("maintainer", ""),
                new Place(each.string("path", ""), each.strings("inside")),
                List.of(),
                remarks);
    }
}
