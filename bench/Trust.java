import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.Json;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.transfer.Registries;
import dev.cooper.transfer.RegistryPlace;
import dev.cooper.trust.attachment.RegistryAttachments;
import dev.cooper.trust.bundle.Artifact;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.bundle.BundleVerifier;
import dev.cooper.trust.bundle.VerifyOptions;
import dev.cooper.trust.certificate.WantedIdentity;
import dev.cooper.trust.cosign.Form;
import dev.cooper.trust.cosign.ImageSigner;
import dev.cooper.trust.cosign.ImageVerifier;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.root.TrustedRoot;
import dev.sigstore.KeylessVerifier;
import dev.sigstore.TrustedRootProvider;
import dev.sigstore.VerificationOptions;
import dev.sigstore.VerificationOptions.CertificateMatcher;
import dev.sigstore.strings.StringMatcher;

import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures verifying; prints "NAME FIRST-MS P50-MS P99-MS PROCESSOR-MS" (of the thread that asks),
 * for loads "NAME PER-SECOND P50-MS P99-MS 0".
 *
 * <pre>
 * prepare REGISTRY DIRECTORY           pushes images, signs each with every key, writes keys and policy
 * verify REGISTRY DIRECTORY TIMES      one image by one key, in this JVM, from the registry each time
 * cooper|sigstore BUNDLES TIMES        one keyless bundle in this JVM, by Cooper or sigstore-java
 * webhook URL REGISTRY TIMES SECONDS   pods of all images, then as many pods of one image as it takes
 * </pre>
 */
public class Trust {
    private static final int IMAGES = 8;
    private static final int KEYS = 5;
    private static final int CLIENTS = 8;
    private static final String CASE = "happy-path-v0.3";
    private static final String WHO =
            "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/"
                    + ".github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";
    private static final String ISSUER = "https://token.actions.githubusercontent.com";

    private Trust() {}

    private interface Work {
        void run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "prepare" -> prepare(args[1], Path.of(args[2]));
            case "verify" -> verify(args[1], Path.of(args[2]), Integer.parseInt(args[3]));
            case "cooper" -> cooper(Path.of(args[1]), Integer.parseInt(args[2]));
            case "sigstore" -> sigstore(Path.of(args[1]), Integer.parseInt(args[2]));
            case "webhook" ->
                    webhook(args[1], args[2], Integer.parseInt(args[3]), Integer.parseInt(args[4]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static Registries registries() throws Exception {
        return Registries.ofEnvironment(Map.of("HOME", "/nowhere"));
    }

    private static void prepare(String registry, Path directory) throws Exception {
        List<KeyPair> keys = new ArrayList<>();
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < KEYS; i++) {
            KeyPair key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
            keys.add(key);
            String pem = PublicKeys.pem(key.publicKey());
            Files.writeString(directory.resolve("key" + i + ".pub"), pem);
            entries.append("            - keys:\n                rekor: {ignoreTlog: true}\n")
                    .append("                publicKeys: |-\n")
                    .append(pem.strip().indent(18));
        }
        Files.writeString(
                directory.resolve("policy.yaml"),
                """
                apiVersion: kyverno.io/v1
                kind: ClusterPolicy
                metadata: {name: signed}
                spec:
                  rules:
                  - name: by-all
                    match: {any: [{resources: {kinds: [Pod]}}]}
                    verifyImages:
                    - imageReferences: ["*"]
                      failureAction: Enforce
                      attestors:
                      - entries:
                """
                        + entries);
        try (Registries registries = registries()) {
            for (int i = 0; i <= IMAGES; i++) {
                String repository = i < IMAGES ? "image" + i : "single";
                Reference name = Reference.parse(registry + "/bench/" + repository + ":1");
                RegistryPlace place = registries.repository(name);
                byte[] config =
                        Json.write(
                                Map.of(
                                        "os",
                                        "linux",
                                        "architecture",
                                        "amd64",
                                        "author",
                                        "" + i,
                                        "rootfs",
                                        Map.of("type", "layers", "diff_ids", List.of())));
                Descriptor written = place.write(MediaTypes.OCI_CONFIG, config);
                byte[] content = ImageManifest.of(written, List.of()).toJson();
                Descriptor image = Descriptor.of(MediaTypes.OCI_MANIFEST, content);
                place.put(image, content);
                place.tag(name, image);
                RegistryAttachments home = new RegistryAttachments(place);
                for (KeyPair key : i < IMAGES ? keys : keys.subList(0, 1)) {
                    new ImageSigner(home, key, Instant.now()).sign(image, Map.of(), Form.BUNDLE);
                }
            }
        }
    }

    private static void verify(String registry, Path directory, int times) throws Exception {
        Work once;
        try (Registries registries = registries()) {
            once =
                    () -> {
                        byte[] pem = Files.readAllBytes(directory.resolve("key0.pub"));
                        PublicKey key = PublicKeys.parse(pem, "key").getFirst();
                        Reference name = Reference.parse(registry + "/bench/single:1");
                        RegistryAttachments home =
                                new RegistryAttachments(registries.repository(name));
                        Descriptor image = home.resolve(name).orElseThrow();
                        ImageVerifier verifier =
                                new ImageVerifier(home, Verifier.of(key), Map.of());
                        if (verifier.verify(image).stream()
                                        .filter(one -> one.check().isPassed())
                                        .count()
                                != 1) {
                            throw new IllegalStateException("not verified");
                        }
                    };
            measure("image", times, once);
        }
    }

    /** The first time includes reading the trusted root, which is kept for the others. */
    private static void cooper(Path bundles, int times) throws Exception {
        BundleVerifier[] kept = new BundleVerifier[1];
        measure(
                "bundle-cooper",
                times,
                () -> {
                    if (kept[0] == null) {
                        Path root = bundles.resolve("trusted_root.json");
                        kept[0] =
                                new BundleVerifier(
                                        TrustedRoot.parse(Files.readAllBytes(root), "root"),
                                        VerifyOptions.strict(Instant.now()));
                    }
                    byte[] file = Files.readAllBytes(bundles.resolve("a.txt"));
                    var check =
                            kept[0].verify(
                                    Bundle.parse(Files.readAllBytes(file(bundles))),
                                    Artifact.of(Digest.sha256(file)),
                                    new BundleVerifier.Wanted.Identities(
                                            List.of(WantedIdentity.of(WHO, ISSUER))));
                    if (!check.isPassed()) {
                        throw new IllegalStateException(check.why());
                    }
                });
    }

    private static void sigstore(Path bundles, int times) throws Exception {
        KeylessVerifier[] kept = new KeylessVerifier[1];
        measure(
                "bundle-sigstore",
                times,
                () -> {
                    if (kept[0] == null) {
                        Path root = bundles.resolve("trusted_root.json");
                        kept[0] =
                                KeylessVerifier.builder()
                                        .trustedRootProvider(TrustedRootProvider.from(root))
                                        .build();
                    }
                    var matcher =
                            CertificateMatcher.fulcio()
                                    .subjectAlternativeName(StringMatcher.string(WHO))
                                    .issuer(StringMatcher.string(ISSUER))
                                    .build();
                    byte[] file = Files.readAllBytes(bundles.resolve("a.txt"));
                    String bundle = Files.readString(file(bundles));
                    kept[0].verify(
                            HexFormat.of().parseHex(Digest.sha256(file).hex()),
                            dev.sigstore.bundle.Bundle.from(new StringReader(bundle)),
                            VerificationOptions.builder().addCertificateMatchers(matcher).build());
                });
    }

    private static Path file(Path bundles) {
        return bundles.resolve(CASE).resolve("bundle.sigstore.json");
    }

    private static void webhook(String url, String registry, int times, int seconds)
            throws Exception {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            all.add(registry + "/bench/image" + i + ":1");
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            measure("webhook-8x5", times, () -> ask(client, url, all));
            measure("webhook-1x5", times, () -> ask(client, url, all.subList(0, 1)));
            load(client, url, all, seconds);
        }
    }

    private static void load(HttpClient client, String url, List<String> all, int seconds)
            throws Exception {
        long begin = System.nanoTime();
        long end = begin + seconds * 1_000_000_000L;
        List<Future<List<Long>>> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int c = 0; c < CLIENTS; c++) {
                String image = all.get(c % all.size());
                clients.add(
                        threads.submit(() -> {
                            List<Long> taken = new ArrayList<>();
                            for (long now = begin; now < end; ) {
                                long before = System.nanoTime();
                                ask(client, url, List.of(image));
                                now = System.nanoTime();
                                taken.add(now - before);
                            }
                            return taken;
                        }));
            }
            List<Long> taken = new ArrayList<>();
            for (Future<List<Long>> one : clients) {
                taken.addAll(one.get());
            }
            double per = taken.size() / ((System.nanoTime() - begin) / 1e9);
            print("webhook-load", per, taken, 0);
        }
    }

    private static void ask(HttpClient client, String url, List<String> images) throws Exception {
        List<Object> containers = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            containers.add(Map.of("name", "c" + i, "image", images.get(i)));
        }
        byte[] review =
                Json.write(
                        Map.of(
                                "apiVersion",
                                "admission.k8s.io/v1",
                                "kind",
                                "AdmissionReview",
                                "request",
                                Map.of(
                                        "uid",
                                        "1",
                                        "kind",
                                        Map.of("group", "", "version", "v1", "kind", "Pod"),
                                        "namespace",
                                        "shop",
                                        "operation",
                                        "CREATE",
                                        "object",
                                        Map.of(
                                                "apiVersion",
                                                "v1",
                                                "kind",
                                                "Pod",
                                                "metadata",
                                                Map.of("name", "shop"),
                                                "spec",
                                                Map.of("containers", containers)))));
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(url + "/mutate"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(review))
                                .build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (!answer.body().contains("\"allowed\":true")) {
            throw new IllegalStateException(answer.body());
        }
    }

    private static void measure(String name, int times, Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        double first = (System.nanoTime() - begin) / 1e6;
        for (int i = 0; i < times / 2; i++) {
            work.run();
        }
        List<Long> taken = new ArrayList<>();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long used = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            begin = System.nanoTime();
            work.run();
            taken.add(System.nanoTime() - begin);
        }
        used = threads.getCurrentThreadCpuTime() - used;
        print(name, first, taken, used / 1e6 / times);
    }

    private static void print(String name, double first, List<Long> taken, double processor) {
        long[] sorted = taken.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.println(
                String.format(
                        Locale.ROOT,
                        "%s %.2f %.3f %.3f %.3f",
                        name,
                        first,
                        sorted[sorted.length / 2] / 1e6,
                        sorted[sorted.length * 99 / 100] / 1e6,
                        processor));
    }
}
