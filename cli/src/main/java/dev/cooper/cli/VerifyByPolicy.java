package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.place.PlaceName;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.policy.Policies;
import dev.cooper.policy.PolicyFiles;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.GateMeans;
import dev.cooper.policy.evidence.ImageFacts;
import dev.cooper.policy.evidence.RecordedFacts;
import dev.cooper.policy.evidence.Request;
import dev.cooper.transfer.RegistryPlace;
import dev.cooper.trust.Evidence;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.attachment.RegistryAttachments;
import dev.cooper.trust.cosign.Trusted;
import dev.cooper.trust.notary.Collection;
import dev.cooper.trust.notation.NotationHome;
import dev.cooper.trust.notation.NotationVerifier;
import dev.cooper.trust.notation.OnlineRevocation;
import dev.cooper.trust.notation.Revocation;
import dev.cooper.trust.verdict.Check;
import dev.cooper.trust.verdict.Verdict;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code cooper verify --policy}: one verdict on one image, of policies and of all signatures. */
final class VerifyByPolicy {
    private final Options options;
    private final Terminal terminal;
    private final boolean offline;
    private final Instant now = Instant.now();

    private VerifyByPolicy(Options options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
        this.offline = options.isOn("offline");
    }

    static int run(Options options, Terminal terminal) throws IOException {
        String format = options.value("format").orElse("text");
        if (!format.equals("text") && !format.equals("json")) {
            throw new UsageException("--format takes text or json, not \"" + format + "\"");
        }
        if (options.operands().size() != 1) {
            throw new UsageException("--policy verifies one image at a time");
        }
        Verdict verdict = new VerifyByPolicy(options, terminal).verdict();
        terminal.print(
                format.equals("text")
                        ? verdict.text()
                        : new String(verdict.toJson(), StandardCharsets.UTF_8) + "\n");
        return verdict.isPassed() ? 0 : CosignWords.NONE_MATCHES;
    }

    private Verdict verdict() throws IOException {
        String operand = options.operands().getFirst();
        if (!offline) {
            operand = signedIn(operand);
        } else if (ImageSource.place(operand, terminal) instanceof PlaceName.InRegistry) {
            throw new UsageException(
                    "--offline: "
                            + operand
                            + " is in a registry; bring it with what hangs on it: cooper copy"
                            + " --referrers docker://IMAGE oci:DIRECTORY:TAG");
        }
        Policies policies =
                new Policies(
                        PolicyFiles.read(
                                options.values(PolicyGate.OPTION).stream().map(Path::of).toList()));
        try (Remote remote = CosignWords.remote(options, terminal);
                ImageSource image = ImageSource.open(operand, Optional.empty(), remote, terminal)) {
            return verdict(image.source(), remote, policies);
        }
    }

    /**
     * Where signatures are: a name is one of a registry, though the store has such an image too.
     */
    private static String signedIn(String operand) {
        boolean plain = !operand.contains("://");
        return plain && PlaceName.parse(operand) instanceof PlaceName.InRegistry
                ? "docker://" + operand
                : operand;
    }

    private Verdict verdict(CopySource source, Remote remote, Policies policies)
            throws IOException {
        Reference name =
                source.reference().orElseGet(() -> Reference.parse("image")).withDefaultTag();
        Descriptor image = source.root();
        GateHome home =
                source.place() instanceof RegistryPlace registry
                        ? new GateHome(
                                name,
                                image,
                                registry::open,
                                Optional.of(new RegistryAttachments(registry)))
                        : new GateHome(name, image, source.place());
        GateMeans means =
                new GateMeans(
                        asked -> asked.equals(name) ? home : other(asked, remote),
                        Platform.host(),
                        Optional.empty(),
                        PolicyTrust.sources(
                                options, options.isOn("insecure-ignore-tlog"), offline, terminal));
        RecordedFacts facts = new RecordedFacts(new ImageFacts(name, means));
        Check decided = policies.checks(facts, Request.of(Gate.CHECK, name.familiar(), now));
        List<Check> deciding = new ArrayList<>(List.of(decided));
        List<Check> parts = new ArrayList<>(List.of(decided));
        if (!facts.asked().isEmpty()) {
            parts.add(
                    new Check(
                            "asked-for",
                            decided.outcome(),
                            "what the policies wanted to know",
                            facts.asked()));
        }
        parts.addAll(evidence(new Evidence(home, image), name, home, deciding));
        return new Verdict(
                name.familiar() + (name.digest().isPresent() ? "" : "@" + image.digest()),
                new Check("verdict", Check.all("verdict", deciding).outcome(), "", parts));
    }

    private Attachments other(Reference asked, Remote remote) throws IOException {
        if (offline) {
            throw new IOException("--offline: " + asked.familiar() + " is not asked about");
        }
        return new RegistryAttachments(remote.place(asked));
    }

    /** What hangs on the image; signers that the user names must be among them. */
    private List<Check> evidence(
            Evidence evidence, Reference name, GateHome home, List<Check> deciding)
            throws IOException {
        Optional<Trusted> signers =
                options.given("key") || IdentityWords.named(options)
                        ? Optional.of(CosignWords.trusted(options, terminal))
                        : Optional.empty();
        Check cosign = evidence.cosign(signers, SignedImage.annotations(options));
        if (signers.isPresent()) {
            deciding.add(cosign);
        }
        Check notary = Check.notChecked("notary", "--offline asks no server");
        if (!offline) {
            notary = notary(evidence, name);
        }
        if (DockerTrust.isDemanded(terminal)) {
            deciding.add(notary);
        }
        return List.of(cosign, evidence.notation(notation(home)), notary);
    }

    private Check notary(Evidence evidence, Reference name) {
        if (!DockerTrust.isDemanded(terminal)) {
            return evidence.notary(Optional.empty());
        }
        return evidence.notary(
                Optional.of(() -> {
                    try (DockerTrust trust = new DockerTrust(terminal)) {
                        String tag = name.tag().orElse("latest");
                        return trust.update(name)
                                .released(tag)
                                .map(Collection.Signed::meta)
                                .map(DockerTrust::digest);
                    }
                }));
    }

    private Optional<NotationVerifier> notation(GateHome home) throws IOException {
        if (!terminal.environment().containsKey("HOME")
                && !terminal.environment().containsKey("XDG_CONFIG_HOME")) {
            return Optional.empty();
        }
        NotationHome configuration = NotationOptions.home(terminal);
        if (!configuration.hasPolicy()) {
            return Optional.empty();
        }
        Revocation revocation = offline ? Revocation.NOBODY : new OnlineRevocation(now);
        return Optional.of(
                new NotationVerifier(
                        home, configuration.policy(), configuration.trustStore(), revocation, now));
    }
}
