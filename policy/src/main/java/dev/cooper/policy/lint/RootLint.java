package dev.cooper.policy.lint;

import dev.cooper.oci.Rfc3339;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.trust.certificate.X509;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Looks at trusted roots and signing configs: what is in them must hold now. */
final class RootLint {
    private static final Duration SOON = Duration.ofDays(30);

    private final Findings findings;
    private final Instant now;

    RootLint(Findings findings, Instant now) {
        this.findings = findings;
        this.now = now;
    }

    static boolean isRoot(YamlNode document) {
        return document.get("mediaType").text().contains(".trustedroot");
    }

    static boolean isSigningConfig(YamlNode document) {
        return document.get("mediaType").text().contains(".signingconfig");
    }

    void root(YamlNode document) {
        inUse(document, "tlogs", "publicKey", "transparency log", true);
        inUse(document, "ctlogs", "publicKey", "log of certificates", false);
        inUse(document, "timestampAuthorities", "", "authority of time stamps", false);
        for (YamlNode one :
                inUse(document, "certificateAuthorities", "", "authority of certificates", true)) {
            certificates(one);
        }
    }

    void signingConfig(YamlNode document) {
        inUse(document, "caUrls", "", "authority to ask for certificates", true);
        inUse(document, "rekorTlogUrls", "", "transparency log to ask", true);
        inUse(document, "tsaUrls", "", "authority to ask for time stamps", false);
        for (String name : document.keys()) {
            for (YamlNode each : document.get(name).elements()) {
                plain(each.isMap() ? each.get("url") : each);
            }
        }
    }

    private void plain(YamlNode url) {
        String text = url.text();
        boolean near =
                text.startsWith("http://localhost")
                        || text.startsWith("http://127.")
                        || text.startsWith("http://[::1]");
        if (text.startsWith("http://") && !near) {
            findings.warning(
                    url,
                    "plain-http",
                    "the token that says who signs goes there readable for everybody between",
                    "write https://");
        }
    }

    /** Those of a list that are in use now; former ones may stay for what was signed then. */
    private List<YamlNode> inUse(
            YamlNode document, String list, String below, String what, boolean wanted) {
        List<YamlNode> current = new ArrayList<>();
        Optional<Instant> last = Optional.empty();
        boolean open = false;
        for (YamlNode each : document.get(list).elements()) {
            YamlNode period = below.isEmpty() ? each.get("validFor") : each.get(below, "validFor");
            Optional<Instant> start = time(period.get("start"));
            Optional<Instant> end = time(period.get("end"));
            if (start.isPresent() && now.isBefore(start.get())) {
                continue;
            }
            if (end.isEmpty() || now.isBefore(end.get())) {
                current.add(each);
                open |= end.isEmpty();
                if (last.isEmpty() || (end.isPresent() && end.get().isAfter(last.get()))) {
                    last = end;
                }
            }
        }
        if (current.isEmpty() && (wanted || !document.get(list).elements().isEmpty())) {
            findings.error(
                    document.get(list),
                    "expired-root",
                    "no " + what + " in it is to be trusted now; what is signed since is refused",
                    "bring a newer one: cooper initialize");
        } else if (!open && last.isPresent() && now.plus(SOON).isAfter(last.get())) {
            findings.warning(
                    document.get(list),
                    "expiring-root",
                    "after " + last.get() + " no " + what + " in it is to be trusted",
                    "bring a newer one before: cooper initialize");
        }
        return current;
    }

    private Optional<Instant> time(YamlNode at) {
        if (!at.exists()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Rfc3339.parse(at.text()));
        } catch (IllegalArgumentException e) {
            findings.error(at, "unreadable", "this is no time", "write it as RFC 3339 has it");
            return Optional.empty();
        }
    }

    private void certificates(YamlNode authority) {
        CertificateLint lint = new CertificateLint(findings, now);
        for (YamlNode each : authority.get("certChain", "certificates").elements()) {
            YamlNode raw = each.get("rawBytes");
            try {
                lint.check(raw, X509.parse(Base64.getDecoder().decode(raw.text()), raw.path()));
            } catch (SyntaxException e) {
                findings.error(
                        raw,
                        "unreadable",
                        String.valueOf(e.getMessage()),
                        "put a certificate there");
            } catch (IllegalArgumentException e) {
                findings.error(raw, "unreadable", "this is no base64", "put a certificate there");
            }
        }
    }
}
