package dev.cooper.trust.certificate;

import dev.cooper.oci.SyntaxException;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whom a certificate names, and what the issuer of his token was told of him.
 *
 * @param names the names: mail addresses, URIs, host names, sigstore's own user names
 * @param issuer who issued the token; empty when the certificate does not say
 */
public record Identity(List<String> names, Optional<String> issuer) {
    /** What the numbers of sigstore's extensions begin with. */
    public static final String SIGSTORE = "1.3.6.1.4.1.57264.1.";

    private static final String SUBJECT_NAMES = "2.5.29.17";
    private static final String USER_NAME = SIGSTORE + "7";
    private static final int MOST = 32;

    /** Copies the names. */
    public Identity {
        names = List.copyOf(names);
    }

    /**
     * Reads them out of a certificate.
     *
     * @throws SyntaxException when they are damaged, or the two issuers that it names differ
     */
    public static Identity of(X509 certificate) {
        Optional<String> first = claim(certificate, 1);
        Optional<String> second = claim(certificate, 8);
        if (first.isPresent() && second.isPresent() && !first.equals(second)) {
            throw new SyntaxException(
                    "certificate: it names two issuers of the token, "
                            + first.get()
                            + " and "
                            + second.get());
        }
        return new Identity(names(certificate), second.or(() -> first));
    }

    /**
     * Returns one of sigstore's extensions as text.
     *
     * @param number the last part of its number: 1 to 6 are raw text, from 8 on text in DER
     */
    public static Optional<String> claim(X509 certificate, int number) {
        Optional<byte[]> content = certificate.extension(SIGSTORE + number);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        if (number < 7) {
            return Optional.of(new String(content.get(), StandardCharsets.UTF_8));
        }
        try {
            if (ASN1Primitive.fromByteArray(content.get()) instanceof ASN1String text) {
                return Optional.of(text.getString());
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException _) {
            // said below
        }
        throw new SyntaxException(
                "certificate: the extension " + SIGSTORE + number + " is no text");
    }

    private static List<String> names(X509 certificate) {
        Optional<byte[]> content = certificate.extension(SUBJECT_NAMES);
        if (content.isEmpty()) {
            return List.of();
        }
        try {
            GeneralName[] all = GeneralNames.getInstance(content.get()).getNames();
            if (all.length > MOST) {
                throw new SyntaxException("certificate: " + all.length + " names");
            }
            List<String> names = new ArrayList<>();
            for (GeneralName one : all) {
                switch (one.getTagNo()) {
                    case GeneralName.rfc822Name,
                            GeneralName.dNSName,
                            GeneralName.uniformResourceIdentifier ->
                            names.add(((ASN1String) one.getName()).getString());
                    case GeneralName.otherName -> userName(one).ifPresent(names::add);
                    default -> {} // nobody signs as an address or a directory name
                }
            }
            return names;
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
            throw new SyntaxException("certificate: its names are damaged", e);
        }
    }

    private static Optional<String> userName(GeneralName name) {
        OtherName other = OtherName.getInstance(name.getName());
        if (!other.getTypeID().getId().equals(USER_NAME)) {
            return Optional.empty();
        }
        ASN1Encodable value = other.getValue();
        if (value instanceof ASN1TaggedObject tagged) {
            value = tagged.getExplicitBaseObject();
        }
        return value instanceof ASN1String text ? Optional.of(text.getString()) : Optional.empty();
    }
}
