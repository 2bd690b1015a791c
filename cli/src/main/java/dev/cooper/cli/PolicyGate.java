package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.policy.Policies;
import dev.cooper.policy.PolicyFiles;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Reason;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.GateMeans;
import dev.cooper.policy.evidence.ImageFacts;
import dev.cooper.policy.evidence.Request;
import dev.cooper.policy.evidence.SignatureSource;
import dev.cooper.trust.attachment.Attachments;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The policies of {@code --policy}, asked before an image goes on. */
final class PolicyGate {
    static final String OPTION = "policy";
    static final String HELP = "Refuse an image that the policies in this file do not let through";

    private final Policies policies;
    private final List<SignatureSource> signatures;
    private final Gate gate;
    private final Terminal terminal;

    private PolicyGate(
            Policies policies, List<SignatureSource> signatures, Gate gate, Terminal terminal) {
        this.policies = policies;
        this.signatures = signatures;
        this.gate = gate;
        this.terminal = terminal;
    }

    /** Reads the policies; empty when there are none. */
    static Optional<PolicyGate> of(Options options, Gate gate, Terminal terminal)
            throws IOException {
        List<Path> files = options.values(OPTION).stream().map(Path::of).toList();
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new PolicyGate(
                                new Policies(PolicyFiles.read(files)),
                                PolicyTrust.sources(options, false, terminal),
                                gate,
                                terminal));
    }

    /**
     * Asks them.
     *
     * @param platform which image of an index is meant
     * @param content where the image's documents are
     * @param registry where what hangs on it is
     * @throws IOException when the image is refused, with the reasons
     */
    void check(
            Reference name,
            Descriptor image,
            Optional<Platform> platform,
            GateHome.Reader content,
            Optional<Attachments> registry,
            Optional<Dockerfile> dockerfile)
            throws IOException {
        GateHome home = new GateHome(name, image, content, registry);
        GateMeans means =
                new GateMeans(
                        _ -> home, platform.orElseGet(Platform::host), dockerfile, signatures);
        Decision decision =
                policies.decide(
                        new ImageFacts(name, means),
                        Request.of(gate, name.familiar(), Instant.now()));
        if (!decision.allows()) {
            throw new IOException(Policies.refusal(name.familiar(), decision));
        }
        for (Reason reason : decision.reasons()) {
            terminal.error("warning: " + reason.text());
        }
    }
}
