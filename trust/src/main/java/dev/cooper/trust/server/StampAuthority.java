package dev.cooper.trust.server;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.KeyAlgorithm;
import dev.cooper.trust.key.KeyPair;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stamps the time (RFC 3161). Hashes weaker than SHA-256 are not stamped. */
final class StampAuthority implements Service {
    /** Under what it is asked. */
    static final String PATH = "/api/v1/timestamp";

    private static final String FILE = "timestamp.pem";
    private static final ASN1ObjectIdentifier POLICY =
            new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.2");
    private static final Set<ASN1ObjectIdentifier> HASHES =
            Set.of(TSPAlgorithms.SHA256, TSPAlgorithms.SHA384, TSPAlgorithms.SHA512);

    private final KeyPair key;
    private final List<X509> chain;
    private final Clock clock;

    StampAuthority(ServerDirectory directory, Clock clock) throws IOException {
        this.key = directory.key("timestamp");
        this.chain = chain(directory, key, clock);
        this.clock = clock;
    }

    private static List<X509> chain(ServerDirectory directory, KeyPair key, Clock clock)
            throws IOException {
        Optional<byte[]> file = directory.read(FILE);
        if (file.isEmpty()) {
            List<X509> made = make(key, clock.instant().truncatedTo(ChronoUnit.SECONDS));
            directory.write(FILE, pem(made).getBytes(StandardCharsets.US_ASCII));
            return made;
        }
        List<X509> read = X509.parsePem(file.get(), directory.file(FILE).toString());
        if (!read.getFirst().publicKey().equals(key.publicKey())) {
            throw new IOException(
                    directory.file(FILE) + " and timestamp.key do not belong together");
        }
        return read;
    }

    /** The root's key is forgotten: nobody can make another stamper for it. */
    private static List<X509> make(KeyPair key, Instant now) throws IOException {
        KeyPair rootKey = KeyPair.generate(KeyAlgorithm.ECDSA_P256);
        X509 root = Certificates.authority("time stamps", rootKey, now);
        X509v3CertificateBuilder builder =
                Certificates.leaf(
                        root,
                        Certificates.name("time stamping"),
                        key.publicKey(),
                        now,
                        root.notAfter());
        Certificates.add(
                builder,
                Extension.extendedKeyUsage,
                true,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
        return List.of(Certificates.signed(builder, rootKey, "time stamping"), root);
    }

    private static String pem(List<X509> certificates) {
        StringBuilder text = new StringBuilder();
        certificates.forEach(one -> text.append(one.pem()));
        return text.toString();
    }

    /** Its certificates, the root last. */
    List<X509> chain() {
        return chain;
    }

    @Override
    public Optional<Answer> answer(Question question) throws IOException {
        return switch (question.method() + " " + question.path()) {
            case "POST " + PATH ->
                    Optional.of(
                            Answer.of(200, "application/timestamp-reply", stamp(question.body())));
            case "GET " + PATH + "/certchain" ->
                    Optional.of(Answer.text(200, "application/pem-certificate-chain", pem(chain)));
            default -> Optional.empty();
        };
    }

    private byte[] stamp(byte[] asked) throws IOException {
        TimeStampRequest request;
        try {
            request = new TimeStampRequest(asked);
        } catch (IOException | IllegalArgumentException e) {
            throw new SyntaxException("want a time stamp request as RFC 3161 has it", e);
        }
        try {
            return new TimeStampResponseGenerator(generator(), HASHES)
                    .generate(request, Certificates.serial(), Date.from(clock.instant()))
                    .getEncoded();
        } catch (TSPException | OperatorCreationException e) {
            throw new IOException("no time stamp could be made: " + e.getMessage(), e);
        }
    }

    private TimeStampTokenGenerator generator()
            throws IOException, TSPException, OperatorCreationException {
        DigestCalculatorProvider digests = new BcDigestCalculatorProvider();
        X509CertificateHolder own = new X509CertificateHolder(chain.getFirst().der());
        TimeStampTokenGenerator tokens =
                new TimeStampTokenGenerator(
                        new SignerInfoGeneratorBuilder(digests).build(new KeySigner(key), own),
                        digests.get(new AlgorithmIdentifier(TSPAlgorithms.SHA256)),
                        POLICY);
        tokens.setAccuracySeconds(1);
        tokens.addCertificates(new CollectionStore<>(List.of(own)));
        return tokens;
    }
}
