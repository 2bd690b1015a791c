package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Platform;
import dev.cooper.policy.Policies;
import dev.cooper.policy.PolicyFiles;
import dev.cooper.policy.admission.Admission;
import dev.cooper.policy.admission.AdmissionOptions;
import dev.cooper.policy.admission.AdmissionRecord;
import dev.cooper.policy.admission.PolicyJudge;
import dev.cooper.policy.admission.Replay;
import dev.cooper.policy.evidence.GateMeans;
import dev.cooper.policy.evidence.ImageFacts;
import dev.cooper.trust.attachment.RegistryAttachments;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** {@code cooper admission replay}: asks policies what a cluster asked before. */
final class AdmissionReplayCommand implements Command {
    static final String SUMMARY = "Ask policies what a cluster asked before, and list changes";

    @Override
    public Usage usage() {
        return Usage.of("cooper admission replay [OPTIONS] --policy FILE RECORD", SUMMARY)
                .operands(1, 1)
                .list(PolicyGate.OPTION, 0, "file", "Ask the policies in this file or directory")
                .flag("all", 'a', "List every question, not only those with another answer")
                .value(PolicyTrust.ROOT, 0, "file", PolicyTrust.HELP)
                .flag("allow-insecure-registry", 0, "Allow plain HTTP and unknown certificates")
                .details(
                        """
                        RECORD is a file that 'cooper admission serve --record' wrote. Images are looked at
                        as they are now in their registries. Exits with 1 when an answer is another one.
                        """);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        List<Path> files = options.values(PolicyGate.OPTION).stream().map(Path::of).toList();
        if (files.isEmpty()) {
            throw new UsageException("--policy FILE is missing");
        }
        Policies policies = new Policies(PolicyFiles.read(files));
        List<AdmissionRecord.Recorded> recorded =
                AdmissionRecord.read(Path.of(options.operands().getFirst()));
        try (Remote remote = new Remote(terminal, options.isOn("allow-insecure-registry"))) {
            GateMeans means =
                    new GateMeans(
                            name -> new RegistryAttachments(remote.place(name)),
                            Platform.host(),
                            Optional.empty(),
                            PolicyTrust.sources(options, false, terminal));
            PolicyJudge judge =
                    new PolicyJudge(
                            () -> policies,
                            name -> new ImageFacts(name, means),
                            InstantSource.system(),
                            Duration.ofHours(1),
                            false,
                            System::nanoTime);
            AdmissionOptions patient =
                    new AdmissionOptions(List.of(), Duration.ofMinutes(1), false);
            List<Replay.Outcome> outcomes = new Replay(new Admission(judge, patient)).all(recorded);
            return print(outcomes, options.isOn("all"), terminal);
        }
    }

    private static int print(List<Replay.Outcome> outcomes, boolean all, Terminal terminal)
            throws IOException {
        int changed = 0;
        for (Replay.Outcome outcome : outcomes) {
            changed += outcome.isChanged() ? 1 : 0;
            if (!all && !outcome.isChanged()) {
                continue;
            }
            String then = outcome.wasAllowed() ? "allowed" : "refused";
            String now = outcome.now().isAllowed() ? "allowed" : "refused";
            terminal.println(outcome.object() + ": was " + then + ", is " + now);
            outcome.now().message().lines().forEach(line -> terminal.error("  " + line));
        }
        terminal.error("cooper: " + changed + " of " + outcomes.size() + " answers are other ones");
        return changed == 0 ? 0 : 1;
    }
}
