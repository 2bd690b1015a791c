package dev.cooper.scan.misconfiguration;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the names of variables and files say of secrets. */
final class SecretNames {
    private static final Set<String> WORDS =
            Set.of(
                    "apikey",
                    "credential",
                    "credentials",
                    "password",
                    "passphrase",
                    "passwd",
                    "pword",
                    "pwd",
                    "secret",
                    "secrets",
                    "token");
    private static final Set<String> KEYS =
            Set.of("api", "access", "private", "secret", "encryption", "signing", "auth");
    private static final Set<String> HARMLESS =
            Set.of(
                    "public",
                    "file",
                    "path",
                    "dir",
                    "version",
                    "url",
                    "length",
                    "ttl",
                    "expiry",
                    "name",
                    "type",
                    "issuer",
                    "provider",
                    "enabled",
                    "key_id");
    private static final Set<String> FILES =
            Set.of(
                    "id_rsa",
                    "id_dsa",
                    "id_ecdsa",
                    "id_ed25519",
                    ".npmrc",
                    ".pypirc",
                    ".netrc",
                    ".git-credentials",
                    ".dockercfg",
                    ".dockerconfigjson",
                    ".env",
                    ".pgpass",
                    ".my.cnf");
    private static final List<String> ENDS =
            List.of(".aws/credentials", ".docker/config.json", ".p12", ".pfx", ".jks", ".key");

    private SecretNames() {}

    /** Whether a variable of this name has a secret in it. */
    static boolean hasSecret(String variable) {
        List<String> words = List.of(variable.toLowerCase(Locale.ROOT).split("[_.-]", -1));
        if (words.stream().anyMatch(HARMLESS::contains)
                || words.equals(List.of("pwd"))
                || words.equals(List.of("oldpwd"))) {
            return false;
        }
        for (int i = 0; i < words.size(); i++) {
            boolean isKey = words.get(i).equals("key") && i > 0 && KEYS.contains(words.get(i - 1));
            if (isKey || WORDS.contains(words.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a value may be a secret: not empty, no path, no reference, no switch. */
    static boolean mayBeSecret(String value) {
        return !value.isBlank()
                && !value.startsWith("$")
                && !value.startsWith("/")
                && !value.matches("(?i)true|false|yes|no|none|null|\\d{1,3}");
    }

    /** Whether a file is made to hold secrets. */
    static boolean isSecretFile(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return FILES.contains(name) || ENDS.stream().anyMatch(path::endsWith);
    }
}
