package dev.cooper.policy.admission;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.evidence.OwnImage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The images that a pod, or what makes pods, uses.
 *
 * @param images also those of volumes that are images
 * @param pod the description of the pod, by member
 */
record PodImages(List<UsedImage> images, Map<String, @Nullable Object> pod) {
    /** More no object of a cluster has that anybody wrote in earnest. */
    static final int MOST = 500;

    private static final List<String> LISTS =
            List.of("initContainers", "containers", "ephemeralContainers");
    static final PodImages NONE = new PodImages(List.of(), Map.of());

    /**
     * Finds them all.
     *
     * @throws SyntaxException when the object is malformed, or has too many
     */
    static PodImages of(JsonObject object, WorkloadKind workload) {
        JsonObject pod = object;
        StringBuilder pointer = new StringBuilder();
        for (String member : workload.podSpec()) {
            Optional<JsonObject> inner = pod.optionalObject(member);
            if (inner.isEmpty()) {
                return none(pod, member, workload);
            }
            pod = inner.get();
            pointer.append('/').append(member);
        }
        List<UsedImage> images = images(pod, pointer.toString());
        if (images.size() > MOST) {
            throw new SyntaxException(
                    "%s: it names %d images, at most %d are looked at"
                            .formatted(object.where(), images.size(), MOST));
        }
        return new PodImages(images, pod.members());
    }

    /** The same with images that stand where only policies know. */
    PodImages with(List<OwnImage> own, JsonObject object) {
        List<UsedImage> all = new ArrayList<>(images);
        for (OwnImage each : own) {
            boolean known =
                    !each.pointer().isEmpty()
                            && images.stream()
                                    .anyMatch(one -> one.pointer().equals(each.pointer()));
            if (!known) {
                all.add(new UsedImage("", each.pointer(), each.pointer(), each.image()));
            }
        }
        if (all.size() > MOST) {
            throw new SyntaxException(
                    "%s: it names %d images, at most %d are looked at"
                            .formatted(object.where(), all.size(), MOST));
        }
        return new PodImages(all, own.isEmpty() ? pod : object.members());
    }

    private static List<UsedImage> images(JsonObject pod, String pointer) {
        List<UsedImage> images = new ArrayList<>();
        for (String list : LISTS) {
            int place = 0;
            for (JsonObject container : pod.objects(list)) {
                String at = "%s/%s/%d/image".formatted(pointer, list, place++);
                images.add(image(list, container, container, "image", at));
            }
        }
        int place = 0;
        for (JsonObject volume : pod.objects("volumes")) {
            String at = "%s/volumes/%d/image/reference".formatted(pointer, place++);
            volume.optionalObject("image")
                    .ifPresent(source ->
                            images.add(image("volumes", volume, source, "reference", at)));
        }
        return images;
    }

    /** A replication controller may do without a template; a pod without a spec is none. */
    private static PodImages none(JsonObject at, String member, WorkloadKind workload) {
        if (workload == WorkloadKind.REPLICATION_CONTROLLER
                || workload == WorkloadKind.POD_TEMPLATE) {
            return NONE;
        }
        throw new SyntaxException(at.where() + ": " + member + ": it is missing");
    }

    private static UsedImage image(
            String list, JsonObject named, JsonObject holder, String member, String pointer) {
        return new UsedImage(list, named.string("name", ""), pointer, holder.string(member, ""));
    }
}
