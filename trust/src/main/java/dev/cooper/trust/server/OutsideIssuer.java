package dev.cooper.trust.server;

import java.util.Optional;

/**
 * Somebody else who issues tokens that are taken.
 *
 * @param url by what tokens name it, and below which it says where its keys are
 * @param audience for whom the tokens must be
 * @param kind what its tokens say
 * @param domain of which the subjects must be; empty but for the kinds uri, username and spiffe
 * @param authority certificates in PEM that its own one must lead to; else those of the JDK
 * @param isUnverified whether its e-mail addresses count without being called verified
 */
public record OutsideIssuer(
        String url,
        String audience,
        Kind kind,
        String domain,
        Optional<String> authority,
        boolean isUnverified) {
    /** What tokens say, with Fulcio's names. */
    public enum Kind {
        /** Of people, by their e-mail address. */
        EMAIL("email"),
        /** Of who has an address of the web. */
        URI("uri"),
        /** Of who has a name, which the domain is added to. */
        USERNAME("username"),
        /** Of workflows of GitHub. */
        GITHUB("github-workflow"),
        /** Of pipelines of GitLab. */
        GITLAB("gitlab-pipeline"),
        /** Of pods, by their service account. */
        KUBERNETES("kubernetes"),
        /** Of who has a SPIFFE id. */
        SPIFFE("spiffe");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** Returns Fulcio's name of it. */
        public String word() {
            return word;
        }
    }
}
