package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Reference;
import dev.cooper.transfer.Registries;
import dev.cooper.trust.attachment.RegistryAttachments;
import dev.cooper.trust.cosign.Form;
import dev.cooper.trust.cosign.FoundSignature;
import dev.cooper.trust.cosign.ImageSigner;
import dev.cooper.trust.cosign.ImageVerifier;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.Verifier;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many who sign one image at the same time, in Cooper's own registry: it has the referrers API. */
class ParallelSigningTest {
    private static final int SIGNERS = 50;

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource
    void noneOfFiftySignaturesGetsLost(Form form)
            throws IOException, InterruptedException, ExecutionException {
        try (OwnRegistry registry = OwnRegistry.start(directory.resolve("registry"));
                Registries registries =
                        Registries.ofEnvironment(Map.of("HOME", directory.toString()))) {
            CommandLine cooper = new CommandLine(directory.resolve("home"));
            String name = registry.host() + "/shop:1";
            cooper.image("2024-01-02T03:04:05Z", Map.of(), 1000, name);
            assertEquals(0, cooper.run("push", "-q", name).code());
            Reference reference = Reference.parse(name);
            RegistryAttachments home = new RegistryAttachments(registries.repository(reference));
            Descriptor image = home.resolve(reference).orElseThrow();
            KeyPair key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
            List<Future<?>> signing = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < SIGNERS; i++) {
                    Map<String, String> notes = Map.of("signer", Integer.toString(i));
                    signing.add(
                            threads.submit(() -> {
                                new ImageSigner(home, key, Instant.EPOCH).sign(image, notes, form);
                                return true;
                            }));
                }
                for (Future<?> one : signing) {
                    one.get();
                }
            }
            List<FoundSignature> found =
                    new ImageVerifier(home, Verifier.of(key.publicKey()), Map.of()).verify(image);
            assertEquals(
                    SIGNERS,
                    found.stream().filter(one -> one.check().isPassed()).distinct().count());
        }
    }
}
