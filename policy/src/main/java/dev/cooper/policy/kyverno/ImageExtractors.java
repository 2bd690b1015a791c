package dev.cooper.policy.kyverno;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.OwnImage;
import dev.cooper.policy.evidence.Request;
import dev.cooper.policy.evidence.Workload;
import dev.cooper.policy.jmespath.Query;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where images stand in objects that have no pods in them.
 *
 * @param byKind the places, by the kind of the object
 */
record ImageExtractors(Map<String, List<Place>> byKind) {
    private static final int MOST = 500;

    /**
     * A place.
     *
     * @param steps members on the way; {@code *} is every element, or every member
     * @param value the member that holds the image, in what is found there; empty for itself
     * @param query makes the image out of the text; empty when it is the image
     */
    record Place(List<String> steps, String value, String query) {}

    static ImageExtractors read(YamlNode extractors) {
        Map<String, List<Place>> all = new LinkedHashMap<>();
        for (String kind : extractors.keys()) {
            List<Place> places = new ArrayList<>();
            for (YamlNode each : extractors.get(kind).elements()) {
                each.only("path", "value", "name", "key", "jmesPath");
                String path = each.get("path").wantedText();
                if (!path.startsWith("/")) {
                    throw each.get("path").wrong("want a path that begins with /");
                }
                places.add(
                        new Place(
                                List.of(path.substring(1).split("/", -1)),
                                each.get("value").text(),
                                each.get("jmesPath").text()));
            }
            if (places.isEmpty()) {
                throw extractors.get(kind).wrong("there is none");
            }
            all.put(kind, places);
        }
        return new ImageExtractors(all);
    }

    /** Whether the image stands in a pod, or in a place that is known here. */
    boolean isAbout(Request request) {
        Workload workload = request.workload();
        if (request.gate() != Gate.ADMISSION || PodView.isKnown(workload.kind())) {
            return true;
        }
        return images(workload, request.now()).stream()
                .anyMatch(each -> each.image().equals(request.image()));
    }

    /**
     * Finds the images of an object.
     *
     * @throws SyntaxException when there are too many, or a query cannot be asked
     */
    List<OwnImage> images(Workload workload, Instant now) {
        List<OwnImage> found = new ArrayList<>();
        for (Place place : byKind.getOrDefault(workload.kind(), List.of())) {
            walk(workload.object(), place, 0, "", new Query(now), found);
        }
        return found;
    }

    private static void walk(
            @Nullable Object at,
            Place place,
            int step,
            String pointer,
            Query query,
            List<OwnImage> found) {
        if (found.size() > MOST) {
            throw new SyntaxException("the object names more than " + MOST + " images");
        }
        if (step == place.steps().size()) {
            if (place.value().isEmpty()) {
                add(at, place, pointer, query, found);
            } else if (at instanceof Map<?, ?> map) {
                add(map.get(place.value()), place, below(pointer, place.value()), query, found);
            }
            return;
        }
        String name = place.steps().get(step);
        if (at instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (name.equals("*") || name.equals(String.valueOf(i))) {
                    walk(list.get(i), place, step + 1, pointer + "/" + i, query, found);
                }
            }
        } else if (at instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                String member = String.valueOf(key);
                if (name.equals("*") || name.equals(member)) {
                    walk(value, place, step + 1, below(pointer, member), query, found);
                }
            });
        }
    }

    private static String below(String pointer, String member) {
        return pointer + "/" + member.replace("~", "~0").replace("/", "~1");
    }

    /** An image that is made out of the text has no place where its digest could be put. */
    private static void add(
            @Nullable Object text, Place place, String pointer, Query query, List<OwnImage> found) {
        if (!(text instanceof String image)) {
            return;
        }
        if (place.query().isEmpty()) {
            found.add(new OwnImage(image, pointer));
            return;
        }
        if (!(query.ask(place.query(), image) instanceof String made)) {
            throw new SyntaxException(place.query() + " makes no text out of " + image);
        }
        found.add(new OwnImage(made, ""));
    }
}
