package dev.cooper.cli;

import dev.cooper.base.BaseImage;
import dev.cooper.base.BaseRequest;
import dev.cooper.base.DebianBase;
import dev.cooper.base.Variant;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.LocalStore;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code cooper base}: an image made from a distribution's own packages. */
final class BaseCommand implements Command {
    static final String SUMMARY = "Make a base image from a distribution's own packages";

    private static final String DETAILS =
            """
            Variants:
              minbase      priority "required" and apt, configured in Cooper's sandbox:
                           apt-get install works in a later RUN
              distroless   the named packages and what they need to run; no shell, no
                           package manager; nothing is executed, so any --arch works

            Indexes are verified by their signatures, packages by their digests. The same
            packages give the same digest. Downloads are kept in the store.

            Examples:
              cooper base debian -t debian:bookworm
              cooper base debian --variant distroless --include libssl3 -t ssl-base
              cooper base debian --suite trixie --arch arm64 --variant distroless -t static:arm64
            """;

    private final Map<String, String> environment;

    BaseCommand() {
        this(System.getenv());
    }

    BaseCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Usage usage() {
        return Usage.of("cooper base [OPTIONS] debian", SUMMARY)
                .operands(1, 1)
                .value(
                        "suite",
                        0,
                        "string",
                        "Release to use (default: this machine's own, or bookworm)")
                .value("variant", 0, "string", "\"minbase\" or \"distroless\" (default: minbase)")
                .list(
                        "include",
                        0,
                        "stringArray",
                        "Packages to add, separated by commas: name or name=version")
                .value(
                        "arch",
                        0,
                        "string",
                        "Architecture, amd64, arm64, … (default: this machine's)")
                .list(
                        "mirror",
                        0,
                        "stringArray",
                        "Address of an archive (default: those of this machine's apt)")
                .value(
                        "keyring",
                        0,
                        "file",
                        "Keys that must have signed the indexes (default: those of this machine's"
                                + " apt)")
                .list("tag", 't', "stringArray", "Name of the image, name:tag")
                .flag("quiet", 'q', "Print the digest only")
                .flag("verbose", 0, "Show what the package tools print")
                .details(DETAILS);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        String distribution = options.operands().getFirst();
        if (!distribution.equals("debian")) {
            throw new UsageException(
                    "cannot make a base image of \"" + distribution + "\": only debian is known");
        }
        BaseRequest request = request(options);
        BaseOutput output =
                new BaseOutput(terminal, options.isOn("quiet"), options.isOn("verbose"));
        LocalStore store = LocalStore.open(LocalStore.defaultHome(environment));
        BaseImage image;
        try {
            image = DebianBase.ofThisMachine(store, environment, output).make(request);
        } finally {
            output.end();
        }
        output.summary(image, request);
        terminal.println(image.manifest().digest().toString());
        return 0;
    }

    private BaseRequest request(Options options) {
        BaseRequest request;
        try {
            request = BaseRequest.of(Variant.parse(options.value("variant").orElse("minbase")));
        } catch (SyntaxException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        if (options.given("suite")) {
            request = request.withSuite(options.value("suite").orElseThrow());
        }
        if (options.given("arch")) {
            request = request.withArchitecture(options.value("arch").orElseThrow());
        }
        if (options.given("keyring")) {
            request = request.withKeyring(Path.of(options.value("keyring").orElseThrow()));
        }
        List<Reference> tags = new ArrayList<>();
        for (String tag : options.values("tag")) {
            tags.add(Reference.parse(tag));
        }
        String epoch = environment.getOrDefault("SOURCE_DATE_EPOCH", "");
        if (!epoch.isEmpty()) {
            request = request.withEpoch(epoch(epoch));
        }
        return request.withInclude(commaSeparated(options.values("include")))
                .withMirrors(options.values("mirror"))
                .withTags(tags);
    }

    private static Instant epoch(String text) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new SyntaxException(
                    "invalid SOURCE_DATE_EPOCH \"" + text + "\": want seconds since 1970", e);
        }
    }

    private static List<String> commaSeparated(List<String> values) {
        List<String> parts = new ArrayList<>();
        for (String value : values) {
            int start = 0;
            while (start <= value.length()) {
                int comma = value.indexOf(',', start);
                int end = comma < 0 ? value.length() : comma;
                String part = value.substring(start, end).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = end + 1;
            }
        }
        return parts;
    }
}
