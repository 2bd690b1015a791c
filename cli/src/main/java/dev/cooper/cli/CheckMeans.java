package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.scan.ScanFlags;
import dev.cooper.cli.scan.ScanSettings;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.dockerfile.Dockerfile;
import dev.cooper.inventory.ImageInventory;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.evidence.Means;
import dev.cooper.policy.evidence.SignatureSource;
import dev.cooper.scan.ScanOutcome;
import dev.cooper.scan.finding.Finding;
import dev.cooper.scan.report.Result;
import dev.cooper.scan.report.Scanner;
import dev.cooper.transfer.RegistryPlace;
import dev.cooper.trust.attachment.Attachments;
import dev.cooper.trust.attachment.RegistryAttachments;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How {@code cooper policy check} finds out what policies ask for.
 *
 * @param operand the image as the user named it
 * @param source where it is
 * @param signatures who looks at signatures
 */
record CheckMeans(
        String operand,
        CopySource source,
        Platform platform,
        Optional<Dockerfile> dockerfileOf,
        List<SignatureSource> signatures,
        Remote remote,
        Terminal terminal)
        implements Means {
    private static final List<Scanner> ALL =
            List.of(
                    Scanner.VULNERABILITY,
                    Scanner.SECRET,
                    Scanner.MISCONFIGURATION,
                    Scanner.LICENSE);

    @Override
    public Attachments home(Reference name) throws IOException {
        Optional<Reference> own = source.reference().map(Reference::withDefaultTag);
        boolean isOwn = own.isEmpty() || own.get().equals(name);
        return isOwn && !(source.place() instanceof RegistryPlace)
                ? new GateHome(name, source.root(), source.place())
                : new RegistryAttachments(remote.place(name));
    }

    @Override
    public Optional<Dockerfile> dockerfile(Reference name) {
        return dockerfileOf;
    }

    @Override
    public ImageInventory inventory(Reference name) throws IOException {
        return scan(List.of()).inventory();
    }

    @Override
    public List<Finding> findings(Reference name) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Result result : scan(ALL).report().results()) {
            findings.addAll(result.vulnerabilities());
            findings.addAll(result.misconfigurations());
            findings.addAll(result.secrets());
            findings.addAll(result.licenses());
        }
        return findings;
    }

    /** As 'cooper scan' does it, with the settings of its variables and its file. */
    private ScanOutcome scan(List<Scanner> scanners) throws IOException {
        Path directory = Path.of("");
        Usage usage = ScanFlags.declare(Usage.of("cooper scan", "")).operands(0, 1);
        Options options = usage.parse(List.of("--platform", platform.toString()));
        ScanSettings settings = ScanSettings.read(options, terminal.environment(), directory);
        ScanRun run =
                new ScanRun(
                        scanners,
                        false,
                        new ScanImages(List.of(operand), Optional.empty()),
                        settings,
                        directory,
                        terminal);
        try {
            return run.withScan(scan ->
                    run.withTarget(
                            ScanWord.Kind.IMAGE,
                            Optional.of(operand),
                            target -> scan.scan(target, Instant.now())));
        } catch (SyntaxException | UsageException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while looking into the image", e);
        }
    }
}
