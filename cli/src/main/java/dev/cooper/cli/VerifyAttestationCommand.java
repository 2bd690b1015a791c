package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.policy.StatementPolicies;
import dev.cooper.trust.cosign.FoundAttestation;
import dev.cooper.trust.cosign.ImageVerifier;
import dev.cooper.trust.cosign.Predicate;
import dev.cooper.trust.cosign.Trusted;
import dev.cooper.trust.envelope.Dsse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code cooper verify-attestation}: verifies the statements about images in a registry. */
final class VerifyAttestationCommand implements Command {
    static final String SUMMARY = "Verify the statements about images in a registry";

    @Override
    public Usage usage() {
        return CosignWords.verifying(
                        Usage.of("cooper verify-attestation [OPTIONS] IMAGE [IMAGE...]", SUMMARY))
                .value("type", 0, "type", AttestCommand.TYPES)
                .list("policy", 0, "file", "What each statement must say, in Rego or CEL")
                .operands(1, Integer.MAX_VALUE);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        StatementPolicies policies =
                StatementPolicies.read(options.values("policy").stream().map(Path::of).toList());
        CosignWords.text(options);
        String word = options.value("type").orElse("custom");
        String type = Predicate.type(word);
        Trusted trusted = CosignWords.trusted(options, terminal);
        try (Remote remote = CosignWords.remote(options, terminal)) {
            for (String operand : options.operands()) {
                int code =
                        verify(
                                SignedImage.toVerify(operand, options, remote),
                                trusted,
                                type,
                                policies,
                                options,
                                terminal);
                if (code != 0) {
                    return code;
                }
            }
        }
        return 0;
    }

    private static int verify(
            SignedImage signed,
            Trusted trusted,
            String type,
            StatementPolicies policies,
            Options options,
            Terminal terminal)
            throws IOException {
        if (signed.image().isEmpty()) {
            terminal.error("cooper: the registry has no image " + signed.name());
            return CosignWords.NO_IMAGE;
        }
        List<FoundAttestation> found =
                new ImageVerifier(signed.home(), trusted, Map.of())
                        .attestations(signed.image().get(), type);
        if (found.isEmpty()) {
            terminal.error(
                    "cooper: nothing of the type " + type + " is stated of " + signed.name());
            return CosignWords.NO_SIGNATURE;
        }
        List<FoundAttestation> good = found.stream().filter(one -> one.check().isPassed()).toList();
        if (good.isEmpty()) {
            terminal.error(
                    "cooper: no statement of the type "
                            + type
                            + " about "
                            + signed.name()
                            + " holds:");
            for (FoundAttestation one : found) {
                terminal.error("  " + one.stored() + ": " + one.check().why());
            }
            return CosignWords.NONE_MATCHES;
        }
        if (isRefused(good, policies, terminal)) {
            return 1;
        }
        VerifyCommand.performed(signed, false, options, terminal);
        for (FoundAttestation one : good) {
            byte[] envelope = one.envelope().map(Dsse::toJson).orElseThrow();
            terminal.println(new String(envelope, StandardCharsets.UTF_8));
        }
        return 0;
    }

    /** Every statement must say what the policies want, as cosign has it. */
    private static boolean isRefused(
            List<FoundAttestation> all, StatementPolicies policies, Terminal terminal) {
        boolean refused = false;
        for (FoundAttestation one : all) {
            for (String why : policies.against(one.statement().orElseThrow())) {
                terminal.error(
                        "cooper: the statement "
                                + one.stored()
                                + " does not comply with the policy: "
                                + why);
                refused = true;
            }
        }
        return refused;
    }
}
