package dev.cooper.policy.kyverno;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.PolicyFiles;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.MadeUpFacts;
import dev.cooper.policy.evidence.Policy;
import dev.cooper.trust.verdict.Check;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Kyverno's own tests and policies, unchanged; images with the tag "signed" are signed. */
class PublishedTest {
    private static Path resource(String name) throws IOException {
        try {
            return Path.of(
                    Objects.requireNonNull(PublishedTest.class.getResource("/" + name), name)
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** Whose signature it is, is said by the first PEM of the policies. */
    private static Facts facts(Reference name, String signer) {
        MadeUpFacts facts = new MadeUpFacts(name.toString());
        return name.tag().orElse("").equals("signed")
                ? facts.signed(signer)
                        .stated(
                                "sbom/cyclone-dx",
                                Map.of("bomFormat", "CycloneDX"),
                                Check.passed("attestation", ""))
                : facts;
    }

    private static String signer(List<Path> policies) throws IOException {
        String text = Files.readString(policies.getFirst());
        int begin = text.indexOf("-----BEGIN");
        if (begin < 0) {
            return "nobody";
        }
        int end = text.indexOf("-----", text.indexOf("-----END", begin) + 8) + 5;
        return text.substring(begin, end).replaceAll("\n +", "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "digest",
                "sample-policy",
                "secure-images",
                "signatures",
                "verify-signature",
                "with-cel-exceptions"
            })
    void testsComeOutAsPublished(String name) throws IOException {
        PolicyTest test =
                PolicyTest.read(resource("kyverno-tests/" + name).resolve(PolicyTest.FILE));
        List<Policy> policies = PolicyFiles.read(test.policies());
        String signer = signer(test.policies());
        PolicyTester tester =
                new PolicyTester(policies, each -> facts(each, signer), MadeUpFacts.NOW);
        for (PolicyTester.Outcome each : tester.run(test)) {
            assertTrue(
                    each.isRight(), () -> each.wanted() + ": " + each.found() + "\n" + each.why());
        }
    }

    @Test
    void policiesAreReadUnchangedButThoseThatAreNamed() throws IOException {
        Path home = resource("kyverno-conformance");
        StringBuilder refused = new StringBuilder();
        int read = 0;
        List<Path> files;
        try (Stream<Path> all = Files.list(home)) {
            files = all.filter(each -> each.toString().endsWith(".yaml")).sorted().toList();
        }
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            for (YamlNode document : YamlNode.documents(name, Files.readAllBytes(file))) {
                try {
                    if (ClusterPolicyReader.isPolicy(document)) {
                        ClusterPolicyReader.read(document);
                        read++;
                    } else if (ImageValidatingPolicyReader.isPolicy(document)) {
                        ImageValidatingPolicyReader.read(document);
                        read++;
                    }
                } catch (SyntaxException e) {
                    refused.append(e.getMessage()).append('\n');
                }
            }
        }
        String found = read + " are read\n" + refused;
        if (Boolean.getBoolean("golden.update")) {
            Path checkout = Path.of(Objects.requireNonNull(System.getProperty("cooper.checkout")));
            Files.writeString(
                    checkout.resolve("policy/src/test/resources/kyverno-conformance/refused.txt"),
                    found);
        }
        assertEquals(Files.readString(home.resolve("refused.txt"), StandardCharsets.UTF_8), found);
    }
}
