package dev.cooper.policy.rule;

import dev.cooper.inventory.ImageInventory.LayeredPackage;
import dev.cooper.oci.ContainerConfig;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Reference;
import dev.cooper.policy.cel.Variables;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Request;
import dev.cooper.scan.finding.Finding;
import dev.cooper.scan.finding.LicenseFinding;
import dev.cooper.scan.finding.MisconfigurationFinding;
import dev.cooper.scan.finding.SecretFinding;
import dev.cooper.scan.finding.VulnerabilityFinding;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What expressions of rules may ask for. */
final class FactVariables {
    static final Set<String> NAMES =
            Set.of(
                    "image",
                    "config",
                    "layers",
                    "size",
                    "created",
                    "age",
                    "annotations",
                    "base",
                    "instructions",
                    "packages",
                    "distribution",
                    "findings",
                    "object",
                    "namespace",
                    "operation",
                    "gate",
                    "now");

    private static final String BASE = "org.opencontainers.image.base.name";

    private FactVariables() {}

    private interface Fact {
        @Nullable Object get() throws IOException;
    }

    static Variables of(Facts facts, Request request) {
        Variables all = new Variables();
        lazy(all, "image", () -> image(facts));
        lazy(all, "config", () -> config(facts.config()));
        lazy(all, "layers", () -> (long) facts.manifest().layers().size());
        lazy(all, "size", () -> size(facts));
        lazy(all, "created", () -> created(facts));
        lazy(all, "age", () -> Duration.between(created(facts), request.now()));
        lazy(all, "annotations", () -> facts.manifest().annotations());
        lazy(all, "base", () -> base(facts));
        lazy(all, "instructions", () -> instructions(facts));
        lazy(all, "packages", () -> packages(facts));
        lazy(all, "distribution", () -> distribution(facts));
        lazy(all, "findings", () -> facts.findings().stream().map(FactVariables::finding).toList());
        all.with("object", request.workload().object());
        all.with("namespace", request.workload().namespace());
        all.with("operation", request.workload().operation());
        all.with("gate", request.gate().name().toLowerCase(Locale.ROOT));
        all.with("now", request.now());
        return all;
    }

    private static void lazy(Variables all, String name, Fact fact) {
        all.withLazy(
                name,
                () -> {
                    try {
                        return fact.get();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static Map<String, Object> image(Facts facts) throws IOException {
        Reference name = facts.name();
        Map<String, Object> image = new TreeMap<>();
        image.put("name", name.familiar());
        image.put("registry", name.registry());
        image.put("repository", name.repository());
        image.put("tag", name.tag().orElse(""));
        image.put("digest", facts.image().digest().toString());
        image.put("pinned", name.digest().isPresent());
        return image;
    }

    private static Map<String, Object> config(ImageConfig image) {
        ContainerConfig config = image.config();
        String user = config.user();
        String name = user.indexOf(':') < 0 ? user : user.substring(0, user.indexOf(':'));
        Map<String, Object> all = new TreeMap<>();
        all.put("user", user);
        all.put("root", name.isEmpty() || name.equals("root") || name.matches("0+"));
        all.put("env", env(config.env()));
        all.put("labels", config.labels());
        all.put("entrypoint", config.entrypoint().orElse(List.of()));
        all.put("cmd", config.cmd().orElse(List.of()));
        all.put("ports", List.copyOf(config.exposedPorts()));
        all.put("volumes", List.copyOf(config.volumes()));
        all.put("workdir", config.workingDir());
        all.put("healthcheck", config.healthcheck().isPresent());
        all.put("author", image.author());
        all.put("os", image.platform().os());
        all.put("architecture", image.platform().architecture());
        return all;
    }

    private static Map<String, Object> env(List<String> pairs) {
        Map<String, Object> env = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equal = pair.indexOf('=');
            env.put(
                    equal < 0 ? pair : pair.substring(0, equal),
                    equal < 0 ? "" : pair.substring(equal + 1));
        }
        return env;
    }

    private static long size(Facts facts) throws IOException {
        long size = facts.manifest().config().size();
        for (Descriptor layer : facts.manifest().layers()) {
            size = Math.addExact(size, layer.size());
        }
        return size;
    }

    private static Instant created(Facts facts) throws IOException {
        return facts.config()
                .created()
                .orElseThrow(() -> new IOException("the image does not say when it was made"));
    }

    /** What it was built on, as far as it says so itself. */
    private static String base(Facts facts) throws IOException {
        String noted = facts.manifest().annotations().getOrDefault(BASE, "");
        return noted.isEmpty() ? facts.config().config().labels().getOrDefault(BASE, "") : noted;
    }

    private static List<Object> instructions(Facts facts) throws IOException {
        List<Object> all = new ArrayList<>();
        for (Instructions.Line line : Instructions.of(facts)) {
            all.add(Map.of("keyword", line.keyword(), "operand", line.operand()));
        }
        return all;
    }

    private static List<Object> packages(Facts facts) throws IOException {
        List<Object> all = new ArrayList<>();
        for (LayeredPackage each : facts.inventory().packages()) {
            Map<String, Object> one = new TreeMap<>();
            one.put("name", each.found().name());
            one.put("version", each.found().version());
            one.put("kind", each.found().kind().name().toLowerCase(Locale.ROOT));
            one.put("licenses", each.found().licenses());
            one.put("path", each.found().place().path());
            one.put("layer", (long) each.layer());
            all.add(one);
        }
        return all;
    }

    private static Map<String, Object> distribution(Facts facts) throws IOException {
        var found = facts.inventory().distribution();
        return Map.of("id", found.id(), "version", found.version());
    }

    private static Map<String, Object> finding(Finding finding) {
        Map<String, Object> one = new TreeMap<>();
        one.put("id", finding.id());
        one.put("severity", finding.severity().name());
        switch (finding) {
            case VulnerabilityFinding it -> {
                one.put("kind", "vulnerability");
                one.put("package", it.found().found().name());
                one.put("version", it.found().found().version());
                one.put("fixed", it.fixedVersion());
            }
            case SecretFinding it -> {
                one.put("kind", "secret");
                one.put("path", it.path());
                one.put("title", it.title());
            }
            case MisconfigurationFinding it -> {
                one.put("kind", "misconfiguration");
                one.put("path", it.path());
                one.put("title", it.title());
            }
            case LicenseFinding it -> {
                one.put("kind", "license");
                one.put("package", it.packageName());
                one.put("path", it.path());
            }
        }
        return one;
    }
}
