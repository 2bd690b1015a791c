package dev.cooper.scan.twirp;

import dev.cooper.inventory.Distribution;
import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.inventory.PackageKind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What clients of Trivy's found in layers, laid over each other. */
final class TrivyImage {
    /**
     * A package.
     *
     * @param sent as the client described it
     * @param type of the file that says so; empty for packages of the system
     * @param file that says so
     */
    record Entry(LayeredPackage known, ProtoReader sent, String type, String file) {}

    /** A file that describes packages, in the layer that has it last. */
    private record File(String path, String type, ProtoReader message, int layer) {}

    private final List<TrivyLayer> layers;
    private final Map<String, File> files = new LinkedHashMap<>();
    private final Map<String, Integer> first = new HashMap<>();
    private String family = "";
    private String release = "";

    /**
     * @param layers from the bottom up
     */
    TrivyImage(List<TrivyLayer> layers) {
        this.layers = List.copyOf(layers);
        for (int i = 0; i < layers.size(); i++) {
            add(layers.get(i), i);
        }
    }

    private void add(TrivyLayer layer, int number) {
        for (String directory : layer.emptied()) {
            files.values().removeIf(each -> isIn(each.path, directory));
        }
        for (String path : layer.hidden()) {
            files.values().removeIf(each -> isIn(each.path, path));
        }
        ProtoReader os = layer.os();
        family = os.text(1).isEmpty() ? family : os.text(1);
        release = os.text(2).isEmpty() ? release : os.text(2);
        for (ProtoReader each : layer.packageFiles()) {
            put(new File(each.text(1), "", each, number), 2);
        }
        for (ProtoReader each : layer.applications()) {
            put(new File(each.text(2), each.text(1), each, number), 3);
        }
    }

    private void put(File file, int packages) {
        files.put(file.type + "\0" + file.path, file);
        for (ProtoReader each : file.message.messages(packages)) {
            first.putIfAbsent(identity(each, file), file.layer);
        }
    }

    private static String identity(ProtoReader each, File file) {
        String place = file.type.isEmpty() ? "" : file.type + "\0" + file.path;
        return String.join("\0", place, each.text(1), each.text(2), each.text(3));
    }

    private static boolean isIn(String path, String directory) {
        String plain =
                directory.endsWith("/")
                        ? directory.substring(0, directory.length() - 1)
                        : directory;
        return path.equals(plain) || path.startsWith(plain + "/");
    }

    List<TrivyLayer> layers() {
        return layers;
    }

    /** As Trivy calls the distribution; empty when nothing says what it is. */
    String family() {
        return family;
    }

    String release() {
        return release;
    }

    Distribution distribution() {
        return family.isEmpty()
                ? Distribution.UNKNOWN
                : new Distribution(Distribution.idOfFamily(family), release, "", "", "");
    }

    /**
     * Its packages.
     *
     * @param withDevelopment whether those count that only the makers of a program need
     */
    List<Entry> packages(boolean withDevelopment) {
        List<Entry> entries = new ArrayList<>();
        for (File file : files.values()) {
            boolean ofSystem = file.type.isEmpty();
            PackageKind kind =
                    ofSystem ? TrivyPackages.ofSystem(family) : TrivyPackages.ofType(file.type);
            for (ProtoReader each : file.message.messages(ofSystem ? 2 : 3)) {
                if (withDevelopment || !each.isOn(17)) {
                    int layer = first.getOrDefault(identity(each, file), file.layer);
                    LayeredPackage known =
                            new LayeredPackage(TrivyPackages.read(each, kind, file.path), layer);
                    entries.add(new Entry(known, each, file.type, file.path));
                }
            }
        }
        return entries;
    }
}
