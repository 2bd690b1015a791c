package dev.cooper.policy.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Digest;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Decision.Outcome;
import dev.cooper.policy.decision.Reason;
import dev.cooper.policy.evidence.Request.Use;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

class AdmissionTest {
    private static final Digest DIGEST = Digest.sha256(new byte[] {1});
    private static final Duration LONG = Duration.ofSeconds(20);

    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

    /** Refuses what has {@code bad} in its name. */
    private final class Judge implements ImageJudge {
        private final boolean open;
        private final CountDownLatch gate;

        Judge(boolean open, CountDownLatch gate) {
            this.open = open;
            this.gate = gate;
        }

        @Override
        public Judgement judge(AdmissionReview review, String image, Use use, boolean before) {
            asked.add(image + " " + use);
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            boolean bad = image.contains("bad");
            return bad
                    ? new Judgement(
                            new Decision(
                                    Outcome.DENY,
                                    List.of(new Reason("signed", "key", "it is unsigned", ""))),
                            Optional.empty())
                    : new Judgement(Decision.ALLOWED, Optional.of(DIGEST));
        }

        @Override
        public boolean failsOpen() {
            return open;
        }
    }

    private AdmissionResponse answer(byte[] review) throws InterruptedException {
        return answer(review, new Judge(false, new CountDownLatch(0)), LONG);
    }

    private AdmissionResponse answer(byte[] review, ImageJudge judge, Duration granted)
            throws InterruptedException {
        AdmissionOptions options =
                new AdmissionOptions(List.of("kube-*"), AdmissionOptions.USUAL_BUDGET, true);
        return new Admission(judge, options).answer(AdmissionReview.parse(review), true, granted);
    }

    @Test
    void an_image_that_may_run_is_pinned_to_what_was_checked() throws Exception {
        AdmissionResponse response = answer(Reviews.pod("CREATE", "shop:1", null));
        assertTrue(response.isAllowed());
        assertEquals(
                new TreeMap<>(Map.of("/spec/containers/0/image", "shop:1@" + DIGEST)),
                response.pinned());
    }

    @Test
    void an_image_that_must_not_run_refuses_the_pod_with_the_policys_words() throws Exception {
        AdmissionResponse response = answer(Reviews.pod("CREATE", "bad:1", null));
        assertFalse(response.isAllowed());
        assertEquals(
                "pod shop/web: image bad:1 is refused by policy:\nsigned/key: it is unsigned",
                response.message());
        assertEquals(new TreeMap<>(), response.pinned());
    }

    @Test
    void an_image_of_many_containers_is_judged_once() throws Exception {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put(
                "containers",
                List.of(
                        Map.of("name", "a", "image", "shop:1"),
                        Map.of("name", "b", "image", "shop:1"),
                        Map.of("name", "c", "image", "shop:1")));
        byte[] review =
                Reviews.of(
                        "CREATE",
                        "",
                        "Pod",
                        Reviews.object("Pod", new LinkedHashMap<>(spec)),
                        null);
        assertEquals(3, answer(review).pinned().size());
        assertEquals(List.of("shop:1 CONTAINER"), List.copyOf(asked));
    }

    @Test
    void an_update_asks_nothing_when_the_pod_is_as_it_was() throws Exception {
        assertTrue(answer(Reviews.pod("UPDATE", "bad:1", "bad:1")).isAllowed());
        assertTrue(asked.isEmpty());
        assertFalse(answer(Reviews.pod("UPDATE", "bad:2", "bad:1")).isAllowed());
    }

    @Test
    void an_update_is_not_refused_for_what_was_so_before() throws Exception {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("containers", List.of(Map.of("name", "web", "image", "bad:1", "env", List.of())));
        byte[] review =
                Reviews.of(
                        "UPDATE",
                        "",
                        "Pod",
                        Reviews.object("Pod", new LinkedHashMap<>(spec)),
                        Reviews.pod("bad:1"));
        AdmissionResponse response = answer(review);
        assertTrue(response.isAllowed());
        assertEquals(List.of("bad:1: signed/key: it is unsigned"), response.warnings());
    }

    @Test
    void an_update_that_gives_another_container_the_old_image_is_judged() throws Exception {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("containers", List.of(Map.of("name", "other", "image", "bad:1")));
        byte[] review =
                Reviews.of(
                        "UPDATE",
                        "",
                        "Pod",
                        Reviews.object("Pod", new LinkedHashMap<>(spec)),
                        Reviews.pod("bad:1"));
        assertFalse(answer(review).isAllowed());
    }

    @Test
    void a_new_object_that_pretends_to_be_on_its_way_out_is_judged() throws Exception {
        assertFalse(allows("27_deleted_deployment"), "it is new, whatever it says of itself");
        assertTrue(allows("28_deleted_deployment_updated"));
        assertTrue(allows("29_deleted_deployment_update_for_delete"));
    }

    /** Whether a recorded review is allowed when every image in it is bad. */
    private boolean allows(String name) throws IOException, InterruptedException {
        ImageJudge none =
                new ImageJudge() {
                    @Override
                    public Judgement judge(
                            AdmissionReview review, String image, Use use, boolean before) {
                        return new Judgement(
                                new Decision(Outcome.DENY, List.of()), Optional.empty());
                    }

                    @Override
                    public boolean failsOpen() {
                        return false;
                    }
                };
        return answer(Reviews.recorded(name), none, LONG).isAllowed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01_deployment",
                "02_pod",
                "03_replicaset",
                "04_cronjob",
                "05_replication_controller",
                "07_statefulset",
                "08_job",
                "09_dply_multi_image",
                "19_pod_initcontainer",
                "20_pod_ephemeralcontainer"
            })
    void a_pod_of_every_kind_that_clusters_recorded_is_refused_and_allowed(String name)
            throws Exception {
        assertFalse(allows(name));
        SortedMap<String, String> pinned = answer(Reviews.recorded(name)).pinned();
        assertTrue(asked.size() > 0);
        pinned.values().forEach(image -> assertTrue(image.endsWith("@" + DIGEST), image));
    }

    @Test
    void exempt_namespaces_and_what_runs_nothing_are_not_asked_about() throws Exception {
        assertTrue(allows("06_daemonset"), "kube-system is exempt");
        assertTrue(allows("11_role"));
        assertTrue(answer(Reviews.pod("DELETE", "bad:1", null)).isAllowed());
        assertTrue(asked.isEmpty());
    }

    @Test
    void a_container_without_an_image_refuses_the_pod() throws Exception {
        AdmissionResponse response = answer(Reviews.pod("CREATE", "", null));
        assertEquals(
                "pod shop/web: /spec/containers/0/image of web names no image", response.message());
    }

    @Test
    void a_judge_that_takes_too_long_is_not_waited_for() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Duration granted = Duration.ofMillis(100);
        byte[] review = Reviews.pod("CREATE", "shop:1", null);
        AdmissionResponse closed = answer(review, new Judge(false, never), granted);
        assertFalse(closed.isAllowed());
        assertTrue(closed.message().contains("could not be checked within 90 ms"));
        AdmissionResponse open = answer(review, new Judge(true, never), granted);
        assertTrue(open.isAllowed());
        assertEquals(1, open.warnings().size());
        assertTrue(open.warnings().getFirst().contains("not checked"));
        never.countDown();
    }
}
