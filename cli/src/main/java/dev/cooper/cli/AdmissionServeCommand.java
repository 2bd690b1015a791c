package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.scan.GoDuration;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.policy.Policies;
import dev.cooper.policy.PolicyFiles;
import dev.cooper.policy.admission.Admission;
import dev.cooper.policy.admission.AdmissionOptions;
import dev.cooper.policy.admission.AdmissionServer;
import dev.cooper.policy.admission.PolicyJudge;
import dev.cooper.policy.admission.ServerSettings;
import dev.cooper.policy.evidence.Cluster;
import dev.cooper.policy.evidence.GateMeans;
import dev.cooper.policy.evidence.ImageFacts;
import dev.cooper.trust.attachment.RegistryAttachments;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** {@code cooper admission serve}: the webhook that a cluster asks which images may run. */
final class AdmissionServeCommand implements Command {
    static final String SUMMARY = "Answer a cluster that asks which images may run";

    private static final String USUAL_LISTEN = "localhost:8443";
    private static final Duration USUAL_AGE = Duration.ofMinutes(1);

    @Override
    public Usage usage() {
        return Usage.of("cooper admission serve [OPTIONS] --policy FILE", SUMMARY)
                .operands(0, 0)
                .list(PolicyGate.OPTION, 0, "file", "Ask the policies in this file or directory")
                .value(
                        "listen",
                        0,
                        "host:port",
                        "Where to listen; :8443 is every address (default " + USUAL_LISTEN + ")")
                .value("tls-cert", 0, "file", "The certificate with its chain, in PEM")
                .value("tls-key", 0, "file", "Its key, in PEM")
                .value("client-ca", 0, "file", "Hear only clients with a certificate of these")
                .list(
                        "exempt-namespace",
                        0,
                        "pattern",
                        "Ask nothing about this namespace; * stands for any characters")
                .flag("pin", 0, "Name images by the digest that was looked at (default true)")
                .value("cache-age", 0, "duration", "How long to keep what was found (default 1m)")
                .value("timeout", 0, "duration", "How long an answer may take (default 9s)")
                .value("record", 0, "file", "Append what was asked, without secrets, to this file")
                .value(PolicyTrust.ROOT, 0, "file", PolicyTrust.HELP)
                .flag(
                        "cluster",
                        0,
                        "Look up in the cluster what policies ask for, as KUBECONFIG says")
                .flag("allow-insecure-registry", 0, "Allow plain HTTP and unknown certificates")
                .details(
                        """
                        Serves POST /mutate and /validate with an AdmissionReview of version v1, and GET
                        /healthz, /readyz and /metrics. Without --tls-cert it speaks plain HTTP, which
                        no cluster does. The files of TLS are read again when they change.
                        """);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException, InterruptedException {
        List<Path> files = options.values(PolicyGate.OPTION).stream().map(Path::of).toList();
        if (files.isEmpty()) {
            throw new UsageException("--policy FILE is missing");
        }
        Policies policies = new Policies(PolicyFiles.read(files));
        String listen = options.value("listen").orElse(USUAL_LISTEN);
        Remote remote = new Remote(terminal, options.isOn("allow-insecure-registry"));
        Cluster cluster =
                options.isOn("cluster")
                        ? new LiveCluster(terminal.environment(), System::nanoTime)
                        : Cluster.NONE;
        GateMeans means =
                new GateMeans(
                        name -> home(remote, name),
                        Platform.host(),
                        Optional.empty(),
                        PolicyTrust.sources(options, false, terminal),
                        cluster);
        PolicyJudge judge =
                new PolicyJudge(
                        () -> policies,
                        name -> new ImageFacts(name, means),
                        InstantSource.system(),
                        duration(options, "cache-age", USUAL_AGE),
                        !options.given("pin") || options.isOn("pin"),
                        System::nanoTime,
                        cluster);
        Admission admission =
                new Admission(
                        judge,
                        new AdmissionOptions(
                                options.values("exempt-namespace"),
                                duration(options, "timeout", AdmissionOptions.USUAL_BUDGET),
                                true));
        AdmissionServer server =
                AdmissionServer.start(
                        new ServerSettings(host(listen), port(listen), tls(options)),
                        admission,
                        judge.known(),
                        InstantSource.system(),
                        AdmissionOutput.of(options.value("record"), terminal));
        StopSignals.handle(() -> {
            server.close();
            Runtime.getRuntime().halt(0);
        });
        terminal.error("cooper: the webhook listens on " + server.url());
        terminal.flush();
        new CountDownLatch(1).await(); // the signal ends the process
        return 0;
    }

    private static RegistryAttachments home(Remote remote, Reference name) throws IOException {
        return new RegistryAttachments(remote.place(name));
    }

    private static Optional<ServerSettings.Tls> tls(Options options) {
        Optional<Path> certificate = options.value("tls-cert").map(Path::of);
        Optional<Path> key = options.value("tls-key").map(Path::of);
        Optional<Path> clients = options.value("client-ca").map(Path::of);
        if (certificate.isPresent() != key.isPresent()
                || (clients.isPresent() && certificate.isEmpty())) {
            throw new UsageException("--tls-cert and --tls-key go together, --client-ca with both");
        }
        return certificate.map(file -> new ServerSettings.Tls(file, key.orElseThrow(), clients));
    }

    private static Duration duration(Options options, String name, Duration usual) {
        return options.value(name).map(text -> GoDuration.parse(text)).orElse(usual);
    }

    private static String host(String listen) {
        String host = listen.substring(0, Math.max(0, listen.lastIndexOf(':')));
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    private static int port(String listen) {
        try {
            int port = Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
            if (listen.indexOf(':') >= 0 && port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException("--listen takes HOST:PORT, not \"" + listen + "\"");
    }
}
