package dev.cooper.build;

import dev.cooper.dockerfile.BaseImage;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.dockerfile.IgnoreFile;
import dev.cooper.dockerfile.Lint;
import dev.cooper.dockerfile.LintOptions;
import dev.cooper.dockerfile.LintReport;
import dev.cooper.dockerfile.SourceRange;
import dev.cooper.dockerfile.Warning;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageConfig;
import dev.cooper.oci.Platform;
import dev.cooper.oci.SyntaxException;
import dev.cooper.store.SnapshotNote;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs the build checks and tells what they find. */
final class Warnings {
    private final Progress progress;
    private final Clock clock;
    private final Digest vertex;
    private final BaseImages images;
    private final List<ProgressEvent.Warning> found = new ArrayList<>();

    /**
     * Reports to a vertex.
     *
     * @param vertex the step that read the Dockerfile
     * @param images asked for what is known of base images
     */
    Warnings(Progress progress, Clock clock, Digest vertex, BaseImages images) {
        this.images = images;
        this.progress = progress;
        this.clock = clock;
        this.vertex = vertex;
    }

    /**
     * Checks a Dockerfile for what the build will use of it.
     *
     * @throws SyntaxException when the file asks for its warnings to be errors and there are some
     */
    void check(Dockerfile dockerfile, BuildRequest request) {
        LintReport report = Lint.check(dockerfile, options(request));
        for (Warning warning : report.warnings()) {
            ProgressEvent.Warning event =
                    new ProgressEvent.Warning(
                            vertex,
                            clock.instant(),
                            warning.ruleName(),
                            warning.ruleName()
                                    + ": "
                                    + warning.detail()
                                    + " (line "
                                    + warning.range().startLine()
                                    + ")",
                            warning.description(),
                            warning.url(),
                            excerpt(dockerfile, warning.range()));
            found.add(event);
            progress.on(event);
        }
        report.violation()
                .ifPresent(sentence -> {
                    throw new SyntaxException(dockerfile.file().name() + ": " + sentence);
                });
    }

    /** Tells that owners are lost where only one user exists. */
    void owners() {
        if (UserNamespace.single()) {
            tell(
                    "only one user ID is mapped here, so all files become root's; install uidmap"
                            + " and give the user a range in /etc/subuid to keep owners");
        }
    }

    /** Tells what could not be kept of the layers that were unpacked. */
    void notes(Set<SnapshotNote> notes) {
        for (SnapshotNote note : notes) {
            if (note != SnapshotNote.OWNERSHIP_IGNORED) {
                tell(note.text());
            }
        }
    }

    private void tell(String sentence) {
        progress.on(new ProgressEvent.Warning(vertex, clock.instant(), "", sentence, "", "", ""));
    }

    /** What checks want to know of a base; one that cannot be had is the graph's to report. */
    private Optional<BaseImage> base(String name, Platform platform) {
        try {
            ImageConfig config = images.resolve(name, Optional.empty()).config();
            return Optional.of(
                    new BaseImage(
                            config.platform(),
                            config.config().env(),
                            !config.config().shell().isEmpty(),
                            config.config().onBuild()));
        } catch (IOException | SyntaxException e) {
            return Optional.empty();
        }
    }

    private LintOptions options(BuildRequest request) {
        LintOptions options =
                LintOptions.forPlatform(request.platform())
                        .withTarget(request.target().orElse(""))
                        .withArguments(
                                PlatformArgs.of(
                                        Platform.host(),
                                        request.platform(),
                                        request.target().orElse("default")),
                                request.buildArgs())
                        .withBaseImages(this::base);
        String check = request.buildArgs().get("BUILDKIT_DOCKERFILE_CHECK");
        if (check != null) {
            options = options.withCheck(check);
        }
        Optional<BuildRequest.IgnoreSource> ignore = request.ignoreFile();
        return ignore.isEmpty()
                ? options
                : options.withIgnoreFile(
                        IgnoreFile.parse(ignore.get().name(), ignore.get().content()));
    }

    private static String excerpt(Dockerfile dockerfile, SourceRange range) {
        return dockerfile.file().name()
                + ":"
                + range.startLine()
                + "\n"
                + dockerfile.file().line(range.startLine());
    }

    List<ProgressEvent.Warning> found() {
        return found;
    }
}
