package dev.cooper.policy.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class AdmissionReviewTest {
    @ParameterizedTest
    @CsvSource({
        "01_deployment, /spec/template/spec/containers/0/image",
        "02_pod, /spec/containers/0/image",
        "03_replicaset, /spec/template/spec/containers/0/image",
        "04_cronjob, /spec/jobTemplate/spec/template/spec/containers/0/image",
        "05_replication_controller, /spec/template/spec/containers/0/image",
        "06_daemonset, /spec/template/spec/containers/0/image",
        "07_statefulset, /spec/template/spec/containers/0/image",
        "08_job, /spec/template/spec/containers/0/image",
        "19_pod_initcontainer, /spec/initContainers/0/image",
        "20_pod_ephemeralcontainer, /spec/ephemeralContainers/0/image",
    })
    void the_images_of_every_kind_that_clusters_recorded_are_found(String name, String pointer)
            throws IOException {
        AdmissionReview review = AdmissionReview.parse(Reviews.recorded(name));
        WorkloadKind kind = WorkloadKind.of(review.group(), review.kind()).orElseThrow();
        List<UsedImage> images = PodImages.of(review.object().orElseThrow(), kind).images();
        assertTrue(images.stream().anyMatch(one -> one.pointer().equals(pointer)), "" + images);
        assertTrue(images.stream().noneMatch(one -> one.image().isEmpty()), "" + images);
    }

    @Test
    void a_volume_that_is_an_image_is_an_image_of_the_pod() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("containers", List.of(Map.of("name", "web", "image", "shop:1")));
        spec.put(
                "volumes",
                List.of(
                        Map.of("name", "scratch", "emptyDir", Map.of()),
                        Map.of("name", "model", "image", Map.of("reference", "model:2"))));
        AdmissionReview review =
                AdmissionReview.parse(
                        Reviews.of(
                                "CREATE",
                                "",
                                "Pod",
                                Reviews.object("Pod", new LinkedHashMap<>(spec)),
                                null));
        List<String> pointers = new ArrayList<>();
        PodImages.of(review.object().orElseThrow(), WorkloadKind.POD)
                .images()
                .forEach(one -> pointers.add(one.pointer() + " " + one.image()));
        assertEquals(
                List.of(
                        "/spec/containers/0/image shop:1",
                        "/spec/volumes/1/image/reference model:2"),
                pointers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "21_broken_admission_request",
                "25_null_request",
                "26_broken_update_admission_request"
            })
    void what_is_no_review_is_refused(String name) throws IOException {
        byte[] sent = Reviews.recorded(name);
        assertThrows(SyntaxException.class, () -> AdmissionReview.parse(sent));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|AdmissionReview: apiVersion: want",
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}|found kind \"Pod\"",
                "{\"apiVersion\":\"admission.k8s.io/v2\",\"kind\":\"AdmissionReview\"}|of version"
                        + " \"admission.k8s.io/v2\"",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\","
                        + "\"request\":null}|AdmissionReview: request: want",
                "{\"apiVersion\":\"a\",\"apiVersion\":\"b\"}|stands twice",
                "[]|want an object",
                "nonsense|invalid JSON",
            })
    void the_field_that_is_wrong_is_named(String json, String said) {
        SyntaxException refused =
                assertThrows(
                        SyntaxException.class,
                        () -> AdmissionReview.parse(json.getBytes(StandardCharsets.UTF_8)));
        assertTrue(String.valueOf(refused.getMessage()).contains(said), refused.getMessage());
    }

    @Test
    void deep_and_large_reviews_are_refused() {
        String deep = "{\"a\":".repeat(5000) + "1" + "}".repeat(5000);
        byte[] sent = deep.getBytes(StandardCharsets.UTF_8);
        assertThrows(SyntaxException.class, () -> AdmissionReview.parse(sent));
        byte[] large = new byte[AdmissionReview.MOST_BYTES + 1];
        assertThrows(SyntaxException.class, () -> AdmissionReview.parse(large));
    }

    @Test
    void a_pod_that_names_ever_more_images_is_refused() {
        List<Map<String, String>> many = new ArrayList<>();
        for (int i = 0; i <= PodImages.MOST; i++) {
            many.add(Map.of("name", "c" + i, "image", "shop:" + i));
        }
        Map<String, Object> spec = new LinkedHashMap<>(Map.of("containers", many));
        AdmissionReview review =
                AdmissionReview.parse(
                        Reviews.of(
                                "CREATE",
                                "",
                                "Pod",
                                Reviews.object("Pod", new LinkedHashMap<>(spec)),
                                null));
        SyntaxException refused =
                assertThrows(
                        SyntaxException.class,
                        () -> PodImages.of(review.object().orElseThrow(), WorkloadKind.POD));
        assertTrue(String.valueOf(refused.getMessage()).contains("501 images"));
    }

    @Test
    void a_refusal_repeats_the_uid_and_says_why() {
        AdmissionReview review = AdmissionReview.parse(Reviews.pod("CREATE", "shop:1", null));
        String json =
                new String(AdmissionResponse.denied("no").toJson(review), StandardCharsets.UTF_8);
        assertEquals(
                "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\","
                        + "\"response\":{\"uid\":\"705ab4f5-6393-11e8-b7cc-42010a800002\","
                        + "\"allowed\":false,\"status\":{\"status\":\"Failure\",\"message\":\"no\","
                        + "\"reason\":\"Forbidden\",\"code\":403},"
                        + "\"auditAnnotations\":{\"decision\":\"deny\"}}}",
                json);
    }
}
