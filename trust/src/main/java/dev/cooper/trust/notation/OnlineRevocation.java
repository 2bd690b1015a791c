package dev.cooper.trust.notation;

import dev.cooper.trust.keyless.Web;
import dev.cooper.trust.verdict.Check;

import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks those whom the certificates name: responders of OCSP first, then lists of what is revoked.
 */
public final class OnlineRevocation implements Revocation {
    private static final String ACCESS = "1.3.6.1.5.5.7.1.1";
    private static final String LISTS = "2.5.29.31";
    private static final int MOST_ADDRESSES = 4;

    private final OcspResponder responder;
    private final RevocationList list;

    /** Makes what asks, as things are now. */
    public OnlineRevocation(Instant now) {
        Web web = new Web();
        this.responder = new OcspResponder(web, now);
        this.list = new RevocationList(web, now);
    }

    /** What somebody says about a certificate. */
    enum Status {
        /** It is valid. */
        GOOD,
        /** It is revoked. */
        REVOKED,
        /** He does not know it. */
        UNKNOWN
    }

    /** Who is asked about a certificate. */
    interface Source {
        /**
         * Asks about a certificate.
         *
         * @throws IOException when there is no answer, or one that proves nothing
         */
        Status ask(X509Certificate certificate, X509Certificate issuer, String address)
                throws IOException;
    }

    @Override
    public Check check(List<X509Certificate> chain) {
        List<Check> parts = new ArrayList<>();
        for (int i = 0; i + 1 < chain.size(); i++) {
            parts.add(check(chain.get(i), chain.get(i + 1)));
        }
        if (parts.isEmpty()) {
            return Check.passed(NAME, "nobody revokes what is issued by itself");
        }
        Check all = Check.all(NAME, parts);
        String reason =
                parts.stream()
                        .filter(one -> one.outcome() == all.outcome())
                        .findFirst()
                        .map(Check::reason)
                        .orElse("");
        return switch (all.outcome()) {
            case PASSED -> Check.passed(NAME, reason);
            case FAILED -> Check.failed(NAME, reason);
            case NOT_CHECKED -> Check.notChecked(NAME, reason);
        };
    }

    private Check check(X509Certificate one, X509Certificate issuer) {
        String who = "the certificate of " + Certificates.name(one.getSubjectX500Principal());
        List<String> responders;
        List<String> lists;
        try {
            responders = responders(one);
            lists = lists(one);
        } catch (IOException | RuntimeException e) {
            return Check.notChecked(NAME, who + " says unreadably who revokes it");
        }
        if (responders.isEmpty() && lists.isEmpty()) {
            return Check.passed(NAME, who + " names nobody who revokes it");
        }
        List<String> troubles = new ArrayList<>();
        Check said = ask(responder, one, issuer, responders, who, troubles);
        if (said == null) {
            said = ask(list, one, issuer, lists, who, troubles);
        }
        return said != null
                ? said
                : Check.notChecked(
                        NAME,
                        who
                                + " may be revoked, which cannot be told: "
                                + String.join("; ", troubles));
    }

    private static @Nullable Check ask(
            Source source,
            X509Certificate one,
            X509Certificate issuer,
            List<String> addresses,
            String who,
            List<String> troubles) {
        for (String address : addresses) {
            try {
                switch (source.ask(one, issuer, address)) {
                    case GOOD -> {
                        return Check.passed(NAME, who + " is not revoked, says " + address);
                    }
                    case REVOKED -> {
                        return Check.failed(NAME, who + " is revoked, says " + address);
                    }
                    case UNKNOWN -> troubles.add(address + " does not know it");
                }
            } catch (IOException e) {
                troubles.add(String.valueOf(e.getMessage()));
            }
        }
        return null;
    }

    /** The content of an extension; null when there is none. */
    private static @Nullable ASN1Primitive extension(X509Certificate one, String oid)
            throws IOException {
        byte[] wrapped = one.getExtensionValue(oid);
        return wrapped == null
                ? null
                : ASN1Primitive.fromByteArray(ASN1OctetString.getInstance(wrapped).getOctets());
    }

    private static List<String> responders(X509Certificate one) throws IOException {
        List<String> found = new ArrayList<>();
        ASN1Primitive value = extension(one, ACCESS);
        if (value != null) {
            for (AccessDescription way :
                    AuthorityInformationAccess.getInstance(value).getAccessDescriptions()) {
                if (AccessDescription.id_ad_ocsp.equals(way.getAccessMethod())) {
                    add(way.getAccessLocation(), found);
                }
            }
        }
        return found;
    }

    private static List<String> lists(X509Certificate one) throws IOException {
        List<String> found = new ArrayList<>();
        ASN1Primitive value = extension(one, LISTS);
        if (value != null) {
            for (DistributionPoint point :
                    CRLDistPoint.getInstance(value).getDistributionPoints()) {
                DistributionPointName name = point.getDistributionPoint();
                if (name != null && name.getType() == DistributionPointName.FULL_NAME) {
                    for (GeneralName way : GeneralNames.getInstance(name.getName()).getNames()) {
                        add(way, found);
                    }
                }
            }
        }
        return found;
    }

    private static void add(GeneralName way, List<String> found) {
        if (way.getTagNo() == GeneralName.uniformResourceIdentifier
                && found.size() < MOST_ADDRESSES) {
            found.add(way.getName().toString());
        }
    }
}
