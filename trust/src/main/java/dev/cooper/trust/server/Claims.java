package dev.cooper.trust.server;

import dev.cooper.oci.JsonObject;

import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;

import java.net.URI;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the tokens of each kind of issuer say, as Fulcio's certificates say it. */
final class Claims {
    private static final String GITHUB = "https://github.com/";
    private static final String GITLAB = "https://gitlab.com/";
    private static final String USERNAME = "1.3.6.1.4.1.57264.1.7";
    private static final int LONGEST = 2048;
    private static final int SUBJECT = 24;

    private final OutsideIssuer issuer;
    private final JsonObject json;
    private final SortedMap<Integer, String> found = new TreeMap<>();

    private Claims(OutsideIssuer issuer, JsonObject json) {
        this.issuer = issuer;
        this.json = json;
    }

    /**
     * Reads the claims of a token that holds.
     *
     * @throws RefusedException when it does not say what this kind of issuer must say
     */
    static Token read(OutsideIssuer issuer, JsonObject json) {
        return new Claims(issuer, json).token();
    }

    private Token token() {
        String subject = text("sub");
        GeneralName name =
                switch (issuer.kind()) {
                    case EMAIL -> email();
                    case URI -> uri(address(subject));
                    case USERNAME -> username(subject);
                    case GITHUB -> github();
                    case GITLAB -> gitlab();
                    case KUBERNETES -> kubernetes();
                    case SPIFFE -> uri(spiffe(subject));
                };
        List<String> challenges =
                issuer.kind() == OutsideIssuer.Kind.EMAIL
                        ? List.of(text("email"), subject)
                        : List.of(subject);
        return new Token(issuer.url(), challenges, name, found);
    }

    private GeneralName email() {
        String email = text("email");
        int at = email.indexOf('@');
        if (at < 1 || at != email.lastIndexOf('@') || at == email.length() - 1) {
            throw refused("email is no e-mail address");
        }
        boolean isVerified =
                json.get("email_verified") instanceof Boolean truth
                        ? truth
                        : json.string("email_verified", "").equals("true");
        if (!isVerified && !issuer.isUnverified()) {
            throw refused("the issuer has not verified the e-mail address " + email);
        }
        return new GeneralName(GeneralName.rfc822Name, ascii(email));
    }

    private String address(String subject) {
        try {
            URI own = URI.create(subject);
            URI domain = URI.create(issuer.domain());
            if (domain.getScheme().equals(own.getScheme())
                    && domain.getHost().equals(own.getHost())
                    && own.getRawUserInfo() == null) {
                return subject;
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw refused("sub " + subject + " is not of " + issuer.domain());
    }

    private GeneralName username(String subject) {
        if (subject.contains("@") || subject.contains("!")) {
            throw refused("sub " + subject + " is no plain name");
        }
        ASN1EncodableVector other = new ASN1EncodableVector();
        other.add(new ASN1ObjectIdentifier(USERNAME));
        other.add(new DERTaggedObject(true, 0, new DERUTF8String(subject + "!" + issuer.domain())));
        return new GeneralName(GeneralName.otherName, new DERSequence(other));
    }

    private String spiffe(String subject) {
        try {
            URI own = URI.create(subject);
            if ("spiffe".equals(own.getScheme())
                    && issuer.domain().equals(own.getRawAuthority())
                    && own.getRawQuery() == null
                    && own.getRawFragment() == null) {
                return subject;
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw refused("sub " + subject + " is not of the trust domain " + issuer.domain());
    }

    private GeneralName kubernetes() {
        JsonObject own =
                json.optionalObject("kubernetes.io")
                        .orElseThrow(() -> refused("kubernetes.io is missing"));
        String space = own.string("namespace", "");
        String account =
                own.optionalObject("serviceaccount").map(one -> one.string("name", "")).orElse("");
        if (!isLabel(space) || !isLabel(account)) {
            throw refused("kubernetes.io names no namespace and service account");
        }
        return uri("https://kubernetes.io/namespaces/" + space + "/serviceaccounts/" + account);
    }

    private static boolean isLabel(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z')
                                        || (c >= '0' && c <= '9')
                                        || c == '-'
                                        || c == '.');
    }

    private GeneralName github() {
        String workflow = GITHUB + text("job_workflow_ref");
        String repository = text("repository");
        found.put(2, text("event_name"));
        found.put(3, text("sha"));
        found.put(4, text("workflow"));
        found.put(5, repository);
        found.put(6, text("ref"));
        found.put(9, workflow);
        put(10, "", "job_workflow_sha");
        put(11, "", "runner_environment");
        found.put(12, GITHUB + repository);
        found.put(13, text("sha"));
        found.put(14, text("ref"));
        put(15, "", "repository_id");
        put(16, GITHUB, "repository_owner");
        put(17, "", "repository_owner_id");
        put(18, GITHUB, "workflow_ref");
        put(19, "", "workflow_sha");
        found.put(20, text("event_name"));
        if (json.has("run_id") && json.has("run_attempt")) {
            found.put(
                    21,
                    GITHUB
                            + repository
                            + "/actions/runs/"
                            + text("run_id")
                            + "/attempts/"
                            + text("run_attempt"));
        }
        put(22, "", "repository_visibility");
        put(23, "", "environment");
        found.put(SUBJECT, text("sub"));
        return uri(workflow);
    }

    private GeneralName gitlab() {
        String config = "https://" + text("ci_config_ref_uri");
        String project = GITLAB + text("project_path");
        found.put(9, config);
        put(10, "", "ci_config_sha");
        put(11, "", "runner_environment");
        found.put(12, project);
        found.put(13, text("sha"));
        String kind = text("ref_type");
        if (!kind.equals("branch") && !kind.equals("tag")) {
            throw refused("ref_type " + kind + " is neither branch nor tag");
        }
        found.put(14, "refs/" + (kind.equals("branch") ? "heads/" : "tags/") + text("ref"));
        put(15, "", "project_id");
        put(16, GITLAB, "namespace_path");
        put(17, "", "namespace_id");
        found.put(18, config);
        put(19, "", "ci_config_sha");
        put(20, "", "pipeline_source");
        found.put(21, project + "/-/jobs/" + text("job_id"));
        put(22, "", "project_visibility");
        put(23, "", "environment");
        found.put(SUBJECT, text("sub"));
        return uri(config);
    }

    private void put(int number, String before, String claim) {
        if (json.has(claim)) {
            found.put(number, before + text(claim));
        }
    }

    private GeneralName uri(String text) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, ascii(text));
    }

    private String ascii(String text) {
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw refused("\"" + text + "\" cannot stand in a certificate");
        }
        return text;
    }

    /** Numbers are taken as text: some issuers write them so, some not. */
    private String text(String claim) {
        Object value = json.get(claim);
        String text = value instanceof Long number ? number.toString() : json.string(claim, "");
        if (text.isEmpty() || text.length() > LONGEST) {
            throw refused(claim + " is missing or too long");
        }
        return text;
    }

    private RefusedException refused(String why) {
        return new RefusedException(401, "the token of " + issuer.url() + " is refused: " + why);
    }
}
