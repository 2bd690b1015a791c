package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.NotFoundException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code cooper manifest annotate}: says for which platform an image of a draft is. */
final class ManifestAnnotateCommand implements Command {
    static final String SUMMARY = "Add additional information to a local image manifest";

    /** What Go, whose words these are, can be compiled for. */
    private static final Map<String, Set<String>> KNOWN =
            Map.of(
                    "aix", Set.of("ppc64"),
                    "android", Set.of("386", "amd64", "arm", "arm64"),
                    "darwin", Set.of("386", "amd64", "arm", "arm64"),
                    "freebsd", Set.of("386", "amd64", "arm", "arm64", "riscv64"),
                    "linux",
                            Set.of(
                                    "386",
                                    "amd64",
                                    "arm",
                                    "arm64",
                                    "loong64",
                                    "mips",
                                    "mips64",
                                    "mips64le",
                                    "mipsle",
                                    "ppc64",
                                    "ppc64le",
                                    "riscv64",
                                    "s390x"),
                    "netbsd", Set.of("386", "amd64", "arm", "arm64"),
                    "openbsd", Set.of("386", "amd64", "arm", "arm64", "ppc64", "riscv64"),
                    "solaris", Set.of("amd64"),
                    "wasip1", Set.of("wasm"),
                    "windows", Set.of("386", "amd64", "arm", "arm64"));

    @Override
    public Usage usage() {
        return Usage.of("cooper manifest annotate [OPTIONS] MANIFEST_LIST MANIFEST", SUMMARY)
                .value("arch", 0, "string", "Set architecture")
                .value("os", 0, "string", "Set operating system")
                .list("os-features", 0, "strings", "Set operating system features")
                .value("os-version", 0, "string", "Set operating system version")
                .value("variant", 0, "string", "Set architecture variant")
                .operands(2, 2);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        Reference name = ManifestDrafts.name(options.operands().getFirst());
        Reference source = ManifestDrafts.name(options.operands().getLast());
        ManifestDrafts drafts = new ManifestDrafts(terminal);
        ManifestDraft draft = drafts.require(name);
        ManifestDraft.Entry entry =
                draft.find(source)
                        .orElseThrow(() ->
                                new NotFoundException(
                                        "manifest for image "
                                                + source.familiar()
                                                + " does not exist in "
                                                + name.familiar()
                                                + "; add it with cooper manifest create"
                                                + " --amend"));
        Platform platform = platform(options, entry);
        drafts.save(
                draft.with(
                        new ManifestDraft.Entry(
                                source, entry.descriptor().withPlatform(platform))));
        return 0;
    }

    private static Platform platform(Options options, ManifestDraft.Entry entry) {
        Platform old = entry.descriptor().platform().orElse(Platform.of("", ""));
        List<String> features = new ArrayList<>();
        for (String value : options.values("os-features")) {
            features.addAll(List.of(value.split(",", -1)));
        }
        Platform platform =
                new Platform(
                        given(options, "os").orElse(old.os()),
                        given(options, "arch").orElse(old.architecture()),
                        given(options, "variant").or(old::variant),
                        given(options, "os-version").or(old::osVersion),
                        features.isEmpty() ? old.osFeatures() : features);
        boolean named = !platform.os().isEmpty() && !platform.architecture().isEmpty();
        if (named
                && !KNOWN.getOrDefault(platform.os(), Set.of()).contains(platform.architecture())) {
            throw new SyntaxException(
                    "manifest entry for image has unsupported os/arch combination: "
                            + platform.os()
                            + "/"
                            + platform.architecture()
                            + "; write them as Go does, such as linux/arm64");
        }
        return platform;
    }

    private static Optional<String> given(Options options, String name) {
        return options.value(name).filter(value -> !value.isEmpty());
    }
}
