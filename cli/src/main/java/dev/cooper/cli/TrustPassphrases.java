package dev.cooper.cli;

import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.notary.Passphrases;
import dev.cooper.trust.notary.Roles;

import java.util.HashMap;
import java.util.Map;

/** The passphrases of notary's keys: in variables of the environment, else asked for. */
final class TrustPassphrases implements Passphrases {
    private static final int LEAST = 8;

    private final Terminal terminal;
    private final Map<String, String> variables;
    private final Map<String, String> told = new HashMap<>();

    private TrustPassphrases(Terminal terminal, Map<String, String> variables) {
        this.terminal = terminal;
        this.variables = variables;
    }

    /** In the variables that docker looks at. */
    static TrustPassphrases ofDocker(Terminal terminal) {
        String prefix = "DOCKER_CONTENT_TRUST_";
        return new TrustPassphrases(
                terminal,
                Map.of(
                        Roles.ROOT,
                        prefix + "ROOT_PASSPHRASE",
                        "",
                        prefix + "REPOSITORY_PASSPHRASE"));
    }

    /** In the variables that notary looks at. */
    static TrustPassphrases ofNotary(Terminal terminal) {
        return new TrustPassphrases(
                terminal,
                Map.of(
                        Roles.ROOT,
                        "NOTARY_ROOT_PASSPHRASE",
                        Roles.TARGETS,
                        "NOTARY_TARGETS_PASSPHRASE",
                        Roles.SNAPSHOT,
                        "NOTARY_SNAPSHOT_PASSPHRASE",
                        "",
                        "NOTARY_DELEGATION_PASSPHRASE"));
    }

    @Override
    public String ask(String role, String gun, String keyId, boolean isNew) {
        String variable = variables.getOrDefault(role, variables.getOrDefault("", ""));
        String set = terminal.environment().get(variable);
        if (set != null && !set.isEmpty()) {
            return set;
        }
        String known = told.get(keyId);
        if (known != null && !isNew) {
            return known;
        }
        String what =
                (role.isEmpty() ? "" : role + " ")
                        + "key with ID "
                        + keyId.substring(0, Math.min(7, keyId.length()))
                        + (gun.isEmpty() ? "" : " (" + gun + ")");
        String answer =
                isNew ? chosen(what, variable) : prompt("Enter passphrase for ", what, variable);
        told.put(keyId, answer);
        return answer;
    }

    private String chosen(String what, String variable) {
        String first = prompt("Enter passphrase for new ", what, variable);
        if (first.length() < LEAST) {
            throw new SyntaxException(
                    "a passphrase needs at least " + LEAST + " characters; try again");
        }
        if (!first.equals(prompt("Repeat passphrase for new ", what, variable))) {
            throw new SyntaxException("the passphrases differ; try again");
        }
        return first;
    }

    private String prompt(String before, String what, String variable) {
        return PasswordInput.ask(before + what + ": ", terminal, false, "set " + variable);
    }
}
