package dev.cooper.trust.server;

import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.root.Period;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** All that a server answers with, over the files of one directory. */
final class Services implements AutoCloseable {
    private final ServerDirectory directory;
    private final List<AutoCloseable> logs;
    private final Clock clock = Clock.systemUTC();
    private final String name;
    private final List<Service> all = new ArrayList<>();
    private final TransparencyLog signatures;
    private final TileLog tiles;
    private final CertificateLog certificates;
    private final TufPublisher tuf;
    private final ServerMetrics metrics;

    private Services(
            ServerDirectory directory,
            String url,
            String host,
            ServerOptions options,
            BiConsumer<String, String> tell,
            List<AutoCloseable> logs)
            throws IOException {
        this.directory = directory;
        this.logs = logs;
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        ServerFacts facts = ServerFacts.keep(directory, new ServerFacts(host, now));
        this.name = facts.name();
        this.certificates = kept(new CertificateLog(directory, clock));
        this.signatures = kept(new TransparencyLog(directory, name, clock));
        this.tiles = kept(new TileLog(directory, name));
        People people = People.open(directory, options.people(), tell);
        TokenIssuer own = new TokenIssuer(url, directory, people, clock);
        StampAuthority stamps = new StampAuthority(directory, clock);
        CertificateAuthority authority = new CertificateAuthority(directory, certificates, clock);
        Documents documents = new Documents(url, Period.since(facts.since()));
        byte[] root =
                documents.trustedRoot(
                        authority.certificate(),
                        certificates.key(),
                        signatures.key(),
                        tiles,
                        stamps.chain());
        List<OutsideIssuer> issuers = new ArrayList<>(options.issuers());
        if (own.isUsed()) {
            issuers.addFirst(
                    new OutsideIssuer(
                            url,
                            TokenIssuer.AUDIENCE,
                            OutsideIssuer.Kind.EMAIL,
                            "",
                            Optional.empty(),
                            false));
        }
        byte[] config =
                documents.signingConfig(
                        issuers.stream()
                                .filter(one -> one.kind() == OutsideIssuer.Kind.EMAIL)
                                .map(OutsideIssuer::url)
                                .toList(),
                        options.apis());
        this.tuf =
                new TufPublisher(
                        directory, targets(root, config, authority.certificate(), stamps), clock);
        if (options.isNewRoot()) {
            tuf.rotate();
        }
        tuf.renew();
        directory.write(Documents.TRUSTED_ROOT, root);
        directory.write(Documents.SIGNING_CONFIG, config);
        all.add(
                new FulcioService(
                        authority, new OutsideTokens(own, options.issuers(), clock), issuers));
        all.add(new RekorService(signatures));
        all.add(new TileService(tiles));
        all.add(stamps);
        all.add(own);
        all.add(new TufService(tuf));
        all.add(new DocumentService(root, config));
        this.metrics =
                new ServerMetrics()
                        .with("certificates", certificates::size)
                        .with("rekor-1", () -> signatures.head().size())
                        .with("rekor-2", tiles::size);
        all.add(metrics);
    }

    /**
     * Opens them.
     *
     * @param host of the address by which clients reach it
     */
    static Services open(
            ServerDirectory directory,
            String url,
            String host,
            ServerOptions options,
            BiConsumer<String, String> tell)
            throws IOException {
        List<AutoCloseable> logs = new ArrayList<>();
        try {
            return new Services(directory, url, host, options, tell, logs);
        } catch (IOException | RuntimeException e) {
            close(logs);
            throw e;
        }
    }

    private <T extends AutoCloseable> T kept(T log) {
        logs.add(log);
        return log;
    }

    /** What clients get through TUF; cosign 2 knows only the keys one by one. */
    private List<TufTarget> targets(
            byte[] root, byte[] config, X509 authority, StampAuthority stamps) {
        List<TufTarget> targets = new ArrayList<>();
        targets.add(new TufTarget(Documents.TRUSTED_ROOT, "", root));
        targets.add(new TufTarget(Documents.TUF_SIGNING_CONFIG, "", config));
        targets.add(new TufTarget("fulcio.crt.pem", "Fulcio", ascii(authority.pem())));
        targets.add(
                new TufTarget(
                        "ctfe.pub", "CTFE", ascii(PublicKeys.pem(certificates.key().publicKey()))));
        targets.add(
                new TufTarget(
                        "rekor.pub", "Rekor", ascii(PublicKeys.pem(signatures.key().publicKey()))));
        targets.add(
                new TufTarget("tsa_leaf.crt.pem", "TSA", ascii(stamps.chain().getFirst().pem())));
        targets.add(
                new TufTarget("tsa_root.crt.pem", "TSA", ascii(stamps.chain().getLast().pem())));
        return targets;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Those who are asked, in turn. */
    List<Service> all() {
        return all;
    }

    /** What is counted. */
    ServerMetrics metrics() {
        return metrics;
    }

    /** Does what must be done from time to time. */
    void keepUp() throws IOException {
        tuf.renew();
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            close(logs);
        }
    }

    private static void close(List<AutoCloseable> logs) throws IOException {
        try {
            for (AutoCloseable log : logs) {
                log.close();
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e); // logs throw nothing else
        }
    }
}
