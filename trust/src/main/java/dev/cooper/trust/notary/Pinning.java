package dev.cooper.trust.notary;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the roots of repositories before their servers are asked.
 *
 * @param certificates names of root keys by repositories; a name may end in {@code *}
 * @param authorities by what names of repositories start with; they have signed the certificates
 * @param firstUse whether the root of any other repository is believed the first time
 */
public record Pinning(
        Map<String, List<String>> certificates,
        Map<String, List<X509Certificate>> authorities,
        boolean firstUse) {
    /** Nothing is known: trust on first use. */
    public static final Pinning NONE = new Pinning(Map.of(), Map.of(), true);

    /**
     * Checks the root of a repository.
     *
     * @param isFirst whether no earlier root vouches for it
     */
    void check(String gun, Root root, boolean isFirst) throws UntrustedException {
        Optional<List<String>> pinned = find(gun);
        if (pinned.isPresent()) {
            if (root.keys(Roles.ROOT).keySet().stream().noneMatch(pinned.get()::contains)) {
                throw new UntrustedException(
                        "root-pinned",
                        "the root of " + gun + " has none of the keys that are pinned for it");
            }
            return;
        }
        Optional<List<X509Certificate>> authority = authority(gun);
        if (authority.isPresent()) {
            List<X509Certificate> known = authority.get();
            if (root.keys(Roles.ROOT).values().stream().noneMatch(key -> issued(known, key))) {
                throw new UntrustedException(
                        "root-authority",
                        "no certificate of the root of "
                                + gun
                                + " is signed by the authority that is pinned for it");
            }
            return;
        }
        if (isFirst && !firstUse) {
            throw new UntrustedException(
                    "root-first-use",
                    "nothing is pinned for "
                            + gun
                            + ", and trust on first use is switched off (disable_tofu)");
        }
    }

    private Optional<List<String>> find(String gun) {
        List<String> exact = certificates.get(gun);
        if (exact != null) {
            return Optional.of(exact);
        }
        return certificates.entrySet().stream()
                .filter(one -> one.getKey().endsWith("*"))
                .filter(one -> gun.startsWith(one.getKey().substring(0, one.getKey().length() - 1)))
                .max(java.util.Comparator.comparingInt(one -> one.getKey().length()))
                .map(Map.Entry::getValue);
    }

    private Optional<List<X509Certificate>> authority(String gun) {
        return authorities.entrySet().stream()
                .filter(one -> gun.startsWith(one.getKey()))
                .max(java.util.Comparator.comparingInt(one -> one.getKey().length()))
                .map(Map.Entry::getValue);
    }

    private static boolean issued(List<X509Certificate> authorities, TrustKey key) {
        if (!key.isCertificate()) {
            return false;
        }
        for (X509Certificate authority : authorities) {
            try {
                key.certificate().verify(authority.getPublicKey());
                return true;
            } catch (GeneralSecurityException _) {
                // perhaps by the next one
            }
        }
        return false;
    }
}
