package dev.cooper.policy.kyverno;

import dev.cooper.policy.document.YamlNode;

/** Reads how a policy wants registries to be asked: all of it is for the user to say here. */
final class RegistryAccess {
    static final String SECRETS =
            "secrets of a cluster are not read here; log in with cooper login, and leave it out";

    private RegistryAccess() {}

    /** Refuses what would not be obeyed. */
    static void check(YamlNode credentials) {
        credentials.only("allowInsecureRegistry", "providers", "secrets");
        if (credentials.get("allowInsecureRegistry").isTrue(false)) {
            throw credentials
                    .get("allowInsecureRegistry")
                    .wrong("only the user may say so, by --allow-insecure-registry");
        }
        for (YamlNode provider : credentials.get("providers").elements()) {
            if (!provider.text().equals("default")) {
                throw provider.wrong(
                        "logins of a cloud are not known here; log in with cooper login, and"
                                + " leave it out");
            }
        }
        if (!credentials.get("secrets").elements().isEmpty()) {
            throw credentials.get("secrets").wrong(SECRETS);
        }
    }
}
