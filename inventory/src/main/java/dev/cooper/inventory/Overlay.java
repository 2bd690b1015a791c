package dev.cooper.inventory;

import java.util.ArrayList;
import java.util.List;

/** Layers on each other: which files of which can be seen from the top. */
public final class Overlay {
    /** Of something without layers: nothing is hidden, and nothing is known of its files. */
    public static final Overlay NONE = new Overlay(List.of());

    private final List<LayerInventory> layers;

    /**
     * A package that a layer describes and the image does not have by itself.
     *
     * @param isOwned whether a package of the system has brought its file; else a layer above has
     *     deleted or replaced it
     */
    public record Unseen(SoftwarePackage found, int layer, boolean isOwned) {}

    /**
     * @param layers from the bottom up
     */
    Overlay(List<LayerInventory> layers) {
        this.layers = List.copyOf(layers);
    }

    /**
     * Whether a layer above has deleted or replaced a file.
     *
     * @param path clean and relative
     * @param layer the number of the layer that holds it, from 0 at the bottom
     */
    public boolean hides(String path, int layer) {
        for (int i = layer + 1; i < layers.size(); i++) {
            if (layers.get(i).hides(path)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a package of the system has brought a file. */
    public boolean owns(String path) {
        for (LayerInventory layer : layers) {
            if (layer.owned().has(path)) {
                return true;
            }
        }
        return false;
    }

    /** The packages of a name that the image does not have, though its layers describe them. */
    public List<Unseen> unseen(String name) {
        List<Unseen> unseen = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            for (SoftwarePackage found : layers.get(i).packages()) {
                String path = found.place().path();
                boolean isOwned = !found.kind().isOfSystem() && owns(path);
                if (found.name().equals(name) && (isOwned || hides(path, i))) {
                    unseen.add(new Unseen(found, i, isOwned));
                }
            }
        }
        return unseen;
    }

    /** Whether a package of a language says that it has brought a file. */
    public boolean brings(String path) {
        for (LayerInventory layer : layers) {
            if (layer.brought().has(path)) {
                return true;
            }
        }
        return false;
    }

    /** The programs, libraries and Java archives that can be seen. */
    public List<Executable> executables() {
        List<Executable> seen = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            for (Executable each : layers.get(i).executables()) {
                if (!hides(each.path(), i)) {
                    seen.add(each);
                }
            }
        }
        return seen;
    }
}
