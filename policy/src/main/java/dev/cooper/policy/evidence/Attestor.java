package dev.cooper.policy.evidence;

import java.util.List;
import java.util.Map;

/**
 * Who must have signed, in the terms of all languages of policies.
 *
 * @param credential by what he is known
 * @param logs what must be in logs
 * @param annotations what the signature must note
 * @param repository where the signatures are; empty for the image's own repository
 */
public record Attestor(
        Credential credential, Logs logs, Map<String, String> annotations, String repository) {
    /** Copies the annotations. */
    public Attestor {
        annotations = Map.copyOf(annotations);
    }

    /** By what somebody is known. */
    public sealed interface Credential {}

    /**
     * By a public key.
     *
     * @param reference the key itself in PEM, or where it is: {@code k8s://…}, {@code awskms://…}
     * @param hash {@code sha224}, {@code sha256}, {@code sha384} or {@code sha512}; empty for the
     *     key's usual one
     */
    public record Key(String reference, String hash) implements Credential {}

    /**
     * By a certificate of his own.
     *
     * @param certificate PEM
     * @param chain PEM, up to the root; empty when the certificate alone is trusted
     */
    public record Certificate(String certificate, String chain) implements Credential {}

    /**
     * By a short-lived certificate of sigstore.
     *
     * @param identities of which one must match
     * @param roots PEM of the authorities; empty for those of the trusted root
     * @param extensions what the certificate must say besides
     */
    public record Keyless(List<Identity> identities, String roots, Map<String, String> extensions)
            implements Credential {
        /** Copies all. */
        public Keyless {
            identities = List.copyOf(identities);
            extensions = Map.copyOf(extensions);
        }
    }

    /**
     * By a certificate of the Notary Project.
     *
     * @param certificates PEM of the authorities
     * @param timestampers PEM of the authorities of time stamps; may be empty
     */
    public record Notation(String certificates, String timestampers) implements Credential {}

    /**
     * What must be in logs.
     *
     * @param ignoresTransparency whether a signature may be in no transparency log
     * @param ignoresCertificates whether a certificate may be in no log of certificates
     * @param url the transparency log; empty for that of the trusted root
     * @param key its public key in PEM; empty for that of the trusted root
     * @param certificateKey the public key of the log of certificates in PEM; empty for that of the
     *     trusted root
     * @param timestampers PEM of the authorities of time stamps; empty for those of the trusted
     *     root
     */
    public record Logs(
            boolean ignoresTransparency,
            boolean ignoresCertificates,
            String url,
            String key,
            String certificateKey,
            String timestampers) {
        /** What is asked for when nothing is said. */
        public static final Logs USUAL = new Logs(false, false, "", "", "", "");

        /** Asks for no log at all. */
        public static final Logs NONE = new Logs(true, true, "", "", "", "");
    }

    /** Makes an attestor of whom nothing but the credential is asked. */
    public static Attestor of(Credential credential) {
        return new Attestor(credential, Logs.USUAL, Map.of(), "");
    }

    /** Returns who he is, in a few words. */
    public String who() {
        return switch (credential) {
            case Key key ->
                    key.reference().startsWith("-----")
                            ? "the given key"
                            : "key " + key.reference();
            case Certificate _ -> "the given certificate";
            case Keyless keyless ->
                    String.join(
                            " or ", keyless.identities().stream().map(Identity::toString).toList());
            case Notation _ -> "the given authorities of the Notary Project";
        };
    }
}
