package dev.cooper.inventory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was found in one layer.
 *
 * @param observed what observers have made of it, by their ids
 * @param troubles sentences about what is no fault of the layer
 */
record InspectedLayer(
        LayerInventory inventory, Map<String, Observed> observed, List<String> troubles) {
    InspectedLayer {
        observed = Map.copyOf(observed);
        troubles = List.copyOf(troubles);
    }

    /**
     * Lays layers over each other.
     *
     * @param layers from the bottom up
     */
    static Inspected together(List<InspectedLayer> layers) {
        ImageInventory image =
                ImageInventory.of(layers.stream().map(InspectedLayer::inventory).toList());
        Set<String> warnings = new LinkedHashSet<>(image.warnings());
        List<Map<String, byte[]>> results = new ArrayList<>();
        for (InspectedLayer layer : layers) {
            Map<String, byte[]> ofLayer = new HashMap<>();
            layer.observed()
                    .forEach((id, each) -> {
                        ofLayer.put(id, each.result());
                        warnings.addAll(each.warnings());
                    });
            results.add(ofLayer);
            warnings.addAll(layer.troubles());
        }
        return new Inspected(
                new ImageInventory(
                        image.distribution(),
                        image.packages(),
                        List.copyOf(warnings),
                        image.overlay()),
                results,
                layers.stream().map(layer -> layer.inventory().size()).toList());
    }
}
