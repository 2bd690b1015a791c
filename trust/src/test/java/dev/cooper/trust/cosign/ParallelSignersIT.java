package dev.cooper.trust.cosign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageManifest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.testkit.DebianRegistry;
import dev.cooper.testkit.ScratchDirectory;
import dev.cooper.transfer.Registries;
import dev.cooper.transfer.RegistryPlace;
import dev.cooper.trust.attachment.RegistryAttachments;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.Verifier;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many who sign one image at the same time, in a registry without the referrers API. */
class ParallelSignersIT {
    private static final int SIGNERS = 50;

    @ParameterizedTest
    @EnumSource
    void noneOfFiftySignaturesGetsLost(Form form)
            throws IOException, InterruptedException, ExecutionException {
        try (ScratchDirectory scratch = ScratchDirectory.create("parallel");
                DebianRegistry registry = DebianRegistry.start(scratch.directory("registry"));
                Registries registries =
                        Registries.ofEnvironment(Map.of("HOME", scratch.path().toString()))) {
            RegistryPlace place = registries.repository(Reference.parse(registry.host() + "/shop"));
            Descriptor config = place.write(MediaTypes.OCI_CONFIG, new byte[] {'{', '}'});
            byte[] manifest = ImageManifest.of(config, List.of()).toJson();
            Descriptor image = Descriptor.of(MediaTypes.OCI_MANIFEST, manifest);
            place.put(image, manifest);
            KeyPair key = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
            RegistryAttachments home = new RegistryAttachments(place);
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
