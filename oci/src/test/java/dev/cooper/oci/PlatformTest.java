package dev.cooper.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/amd64",
        "linux/x86_64, linux/amd64",
        "Linux/X86-64, linux/amd64",
        "linux/amd64/v1, linux/amd64",
        "linux/amd64/v3, linux/amd64/v3",
        "linux/aarch64, linux/arm64",
        "linux/arm64/v8, linux/arm64",
        "linux/arm64/8, linux/arm64",
        "linux/arm64/v9, linux/arm64/v9",
        "linux/arm, linux/arm/v7",
        "linux/arm/6, linux/arm/v6",
        "linux/armhf, linux/arm/v7",
        "linux/armel, linux/arm/v6",
        "linux/i386, linux/386",
        "arm64, linux/arm64",
        "s390x, linux/s390x",
        "macos/arm64, darwin/arm64",
        "windows/amd64, windows/amd64",
    })
    void normalisesNames(String text, String normal) {
        assertEquals(normal, Platform.parse(text).toString());
    }

    @Test
    void anOperatingSystemAloneMeansThisProcessor() {
        assertEquals(Platform.host(), Platform.parse("linux"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "linux/", "/amd64", "a/b/c/d", "linux/a b", "vax", "l/a/"})
    void refusesWhatIsNoPlatform(String text) {
        SyntaxException e = assertThrows(SyntaxException.class, () -> Platform.parse(text));
        assertTrue(e.getMessage().startsWith("invalid platform"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/386 linux/arm64 linux/amd64, linux/amd64",
        "linux/amd64, linux/386 linux/arm64, linux/386",
        "linux/amd64/v3, linux/amd64 linux/amd64/v2 linux/amd64/v4, linux/amd64/v2",
        "linux/amd64, linux/amd64/v2 linux/arm64, ''",
        "linux/arm/v7, linux/arm/v5 linux/arm/v6 linux/arm64, linux/arm/v6",
        "linux/arm/v6, linux/arm/v7, ''",
        "linux/arm64, linux/arm/v7 linux/arm64, linux/arm64",
        "linux/riscv64, windows/riscv64, ''",
    })
    void choosesTheImageThatRunsBest(String want, String offers, String chosen) {
        List<Descriptor> manifests =
                List.of(offers.split(" ")).stream()
                        .map(offer ->
                                Descriptor.of(
                                                MediaTypes.OCI_MANIFEST,
                                                offer.getBytes(StandardCharsets.UTF_8))
                                        .withPlatform(Platform.parse(offer)))
                        .toList();
        Optional<Descriptor> best = ImageIndex.of(manifests).select(Platform.parse(want));
        assertEquals(chosen, best.flatMap(Descriptor::platform).map(Platform::toString).orElse(""));
    }

    @Test
    void neverChoosesAnAttestation() {
        Descriptor attestation =
                Descriptor.of(MediaTypes.OCI_MANIFEST, new byte[0])
                        .withPlatform(Platform.parse("linux/amd64"))
                        .withAnnotation(Annotations.REFERENCE_TYPE, "attestation-manifest");
        assertEquals(
                Optional.empty(),
                ImageIndex.of(List.of(attestation)).select(Platform.parse("linux/amd64")));
    }
}
