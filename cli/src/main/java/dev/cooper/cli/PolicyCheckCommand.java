package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.oci.Json;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.policy.Policies;
import dev.cooper.policy.PolicyFiles;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Reason;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.ImageFacts;
import dev.cooper.policy.evidence.Request;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code cooper policy check}: asks policies about an image. */
final class PolicyCheckCommand implements Command {
    static final String SUMMARY = "Ask policies whether an image may be used";

    private static final int INDENT = 2;

    @Override
    public Usage usage() {
        return Usage.of("cooper policy check [OPTIONS] --policy FILE IMAGE", SUMMARY)
                .list("policy", 0, "file", "A file of policies, or a directory of such files")
                .value("file", 'f', "string", "The Dockerfile that the image was built from")
                .value("format", 0, "string", "\"text\" or \"json\" (default \"text\")")
                .value("platform", 0, "string", "Of an index, the image for os[/arch[/variant]]")
                .flag(
                        "insecure-ignore-tlog",
                        0,
                        "Take what is in no transparency log: the key alone proves it")
                .value(PolicyTrust.ROOT, 0, "file", PolicyTrust.HELP)
                .flag("allow-insecure-registry", 0, "Allow plain HTTP and unknown certificates")
                .operands(1, 1)
                .details(ImageSource.DETAILS);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        List<Path> files = options.values("policy").stream().map(Path::of).toList();
        if (files.isEmpty()) {
            throw new UsageException("--policy FILE is missing");
        }
        String format = options.value("format").orElse("text");
        if (!format.equals("text") && !format.equals("json")) {
            throw new UsageException("--format takes text or json, not \"" + format + "\"");
        }
        Policies policies = new Policies(PolicyFiles.read(files));
        Optional<Dockerfile> dockerfile = Optional.empty();
        if (options.value("file").isPresent()) {
            String file = options.value("file").get();
            dockerfile = Optional.of(Dockerfile.parse(file, Files.readAllBytes(Path.of(file))));
        }
        String operand = options.operands().getFirst();
        Platform platform = Remote.platform(options.value("platform")).orElseGet(Platform::host);
        try (Remote remote = new Remote(terminal, options.isOn("allow-insecure-registry"));
                ImageSource image =
                        ImageSource.open(operand, Optional.of(platform), remote, terminal)) {
            CheckMeans means =
                    new CheckMeans(
                            operand,
                            image.source(),
                            platform,
                            dockerfile,
                            PolicyTrust.sources(
                                    options, options.isOn("insecure-ignore-tlog"), terminal),
                            remote,
                            terminal);
            Reference name = image.source().reference().orElseGet(() -> Reference.parse("image"));
            ImageFacts facts = new ImageFacts(name, means);
            Decision decision =
                    policies.decide(
                            facts, Request.of(Gate.CHECK, facts.name().familiar(), Instant.now()));
            print(name.withDefaultTag(), policies.all().size(), decision, format, terminal);
            return decision.allows() ? 0 : 1;
        }
    }

    private static void print(
            Reference name, int policies, Decision decision, String format, Terminal terminal)
            throws IOException {
        String word =
                switch (decision.outcome()) {
                    case ALLOW -> "allowed";
                    case WARN -> "allowed, with warnings";
                    case DENY -> "denied";
                    case ERROR -> "denied, because not everything could be checked";
                };
        if (format.equals("text")) {
            if (!decision.reasons().isEmpty()) {
                terminal.println(decision.text());
            }
            String by = policies == 1 ? " by 1 policy" : " by " + policies + " policies";
            terminal.println(name.familiar() + ": " + word + by);
            return;
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("image", name.toString());
        json.put("outcome", decision.outcome().name().toLowerCase(Locale.ROOT));
        List<Object> reasons = new ArrayList<>();
        for (Reason reason : decision.reasons()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("policy", reason.policy());
            one.put("rule", reason.rule());
            one.put("message", reason.message());
            one.put("where", reason.where());
            reasons.add(one);
        }
        json.put("reasons", reasons);
        terminal.println(Json.pretty(json, INDENT));
    }
}
