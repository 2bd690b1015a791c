package dev.cooper.trust.server;

import dev.cooper.trust.certificate.Identity;
import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.log.Sct;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Issues certificates that hold for some minutes, and enters each in the log before. */
final class CertificateAuthority {
    private static final Duration VALID = Duration.ofMinutes(10);
    private static final int ISSUER = 1;

    /** From here on what certificates say is DER, before it is the bare text. */
    private static final int ISSUER_AS_DER = 8;

    private static final String FILE = "fulcio.pem";

    private final KeyPair key;
    private final X509 certificate;
    private final CertificateLog log;
    private final Clock clock;

    CertificateAuthority(ServerDirectory directory, CertificateLog log, Clock clock)
            throws IOException {
        this.key = directory.key("fulcio");
        this.certificate = own(directory, key, clock);
        this.log = log;
        this.clock = clock;
    }

    private static X509 own(ServerDirectory directory, KeyPair key, Clock clock)
            throws IOException {
        var file = directory.read(FILE);
        if (file.isEmpty()) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            X509 made = Certificates.authority("certificates", key, now);
            directory.write(FILE, made.pem().getBytes(StandardCharsets.US_ASCII));
            return made;
        }
        X509 read = X509.parsePem(file.get(), directory.file(FILE).toString()).getFirst();
        if (!read.publicKey().equals(key.publicKey())) {
            throw new IOException(directory.file(FILE) + " and fulcio.key do not belong together");
        }
        return read;
    }

    /** Its own certificate. */
    X509 certificate() {
        return certificate;
    }

    /**
     * Issues a certificate to who has a token, over a key that they have.
     *
     * @return theirs first, then the authority's
     */
    List<X509> issue(Token token, PublicKey theirs) throws IOException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        X509v3CertificateBuilder builder =
                Certificates.leaf(certificate, new X500Name(""), theirs, now, now.plus(VALID));
        Certificates.add(
                builder,
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
        // Critical, because it stands in place of the subject (RFC 5280).
        Certificates.add(
                builder, Extension.subjectAlternativeName, true, new GeneralNames(token.name()));
        SortedMap<Integer, String> claims = new TreeMap<>(token.claims());
        claims.put(ISSUER, token.issuer());
        claims.put(ISSUER_AS_DER, token.issuer());
        for (Map.Entry<Integer, String> claim : claims.entrySet()) {
            raw(
                    builder,
                    Identity.SIGSTORE + claim.getKey(),
                    claim.getKey() < ISSUER_AS_DER
                            ? claim.getValue().getBytes(StandardCharsets.UTF_8)
                            : new DERUTF8String(claim.getValue()).getEncoded());
        }
        X509 draft = Certificates.signed(builder, key, "draft");
        Sct promise = log.enter(certificate, draft.signedWithout(Sct.EXTENSION));
        Certificates.add(
                builder,
                new ASN1ObjectIdentifier(Sct.EXTENSION),
                false,
                ASN1Primitive.fromByteArray(Sct.extension(List.of(promise))));
        return List.of(Certificates.signed(builder, key, "certificate"), certificate);
    }

    /** An extension whose content need not be DER. */
    private static void raw(X509v3CertificateBuilder builder, String oid, byte[] content)
            throws IOException {
        builder.addExtension(
                new Extension(new ASN1ObjectIdentifier(oid), false, new DEROctetString(content)));
    }
}
