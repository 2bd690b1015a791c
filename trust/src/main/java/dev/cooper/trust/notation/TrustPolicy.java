package dev.cooper.trust.notation;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A trust policy of notation: which certificates may sign for which repositories. */
public final class TrustPolicy {
    private static final String ANY = "*";

    private final List<Rule> rules;

    private TrustPolicy(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * What holds for some repositories.
     *
     * @param name of the rule
     * @param scopes repositories, or {@code *}
     * @param actions what is done about each aspect; all skipped means that nothing is verified
     * @param stampsAlways whether time stamps are verified even while the certificates are valid
     * @param stores what may vouch for signers
     * @param identities who may sign
     */
    record Rule(
            String name,
            List<String> scopes,
            Map<Aspect, Action> actions,
            boolean stampsAlways,
            List<TrustStore.Named> stores,
            List<Identity> identities) {
        boolean isSkipped() {
            return actions.get(Aspect.INTEGRITY) == Action.SKIP;
        }
    }

    /**
     * Reads a policy.
     *
     * @param where the file, for messages
     * @throws SyntaxException when it is none, or breaks a rule
     */
    public static TrustPolicy parse(byte[] json, String where) {
        try {
            return parse(JsonObject.parse(json, where));
        } catch (SyntaxException e) {
            String said = String.valueOf(e.getMessage());
            throw said.startsWith(where) ? e : new SyntaxException(where + ": " + said, e);
        }
    }

    /** Refuses what is no policy, as {@link #parse(byte[], String)} does. */
    static void check(byte[] json, String where) {
        Objects.requireNonNull(parse(json, where));
    }

    private static TrustPolicy parse(JsonObject json) {
        if (!json.string("version", "").equals("1.0")) {
            throw new SyntaxException(
                    "version is \"" + json.string("version", "") + "\", want \"1.0\"");
        }
        List<Rule> rules = json.objects("trustPolicies").stream().map(TrustPolicy::rule).toList();
        if (rules.isEmpty()) {
            throw new SyntaxException("trustPolicies is empty");
        }
        Set<String> names = new HashSet<>();
        Set<String> scopes = new HashSet<>();
        for (Rule rule : rules) {
            if (!names.add(rule.name())) {
                throw new SyntaxException("two policies have the name \"" + rule.name() + "\"");
            }
            for (String scope : rule.scopes()) {
                if (!scopes.add(scope)) {
                    throw new SyntaxException(
                            "registry scope " + scope + " is in more than one policy");
                }
            }
        }
        return new TrustPolicy(rules);
    }

    private static Rule rule(JsonObject json) {
        String name = json.string("name", "");
        if (name.isEmpty()) {
            throw new SyntaxException("a policy has no name");
        }
        try {
            JsonObject wanted = json.object("signatureVerification");
            Rule rule =
                    new Rule(
                            name,
                            scopes(json.strings("registryScopes")),
                            actions(wanted),
                            always(wanted.string("verifyTimestamp", "always")),
                            json.optionalStrings("trustStores").orElse(List.of()).stream()
                                    .map(TrustStore.Named::parse)
                                    .toList(),
                            Identity.all(
                                    json.optionalStrings("trustedIdentities").orElse(List.of())));
            boolean empty = rule.stores().isEmpty() || rule.identities().isEmpty();
            if (rule.isSkipped()
                    ? !rule.stores().isEmpty() || !rule.identities().isEmpty()
                    : empty) {
                throw new SyntaxException(
                        rule.isSkipped()
                                ? "level skip goes with neither trustStores nor trustedIdentities"
                                : "trustStores and trustedIdentities must not be empty");
            }
            return rule;
        } catch (SyntaxException e) {
            throw new SyntaxException("policy \"" + name + "\": " + e.getMessage(), e);
        }
    }

    private static boolean always(String word) {
        return switch (word) {
            case "always", "" -> true;
            case "afterCertExpiry" -> false;
            default ->
                    throw new SyntaxException(
                            "verifyTimestamp is \"" + word + "\", want always or afterCertExpiry");
        };
    }

    private static List<String> scopes(List<String> scopes) {
        if (scopes.isEmpty()) {
            throw new SyntaxException("registryScopes is empty");
        }
        if (scopes.contains(ANY)) {
            if (scopes.size() > 1) {
                throw new SyntaxException("registryScopes has * and others");
            }
            return scopes;
        }
        for (String scope : scopes) {
            int slash = scope.indexOf('/');
            if (slash <= 0
                    || scope.contains(ANY)
                    || scope.contains("@")
                    || scope.indexOf(':', slash) >= 0
                    || scope.contains("://")) {
                throw new SyntaxException(
                        "registry scope \""
                                + scope
                                + "\" is no repository; write REGISTRY/REPOSITORY without a tag,"
                                + " or * alone");
            }
        }
        return scopes;
    }

    private static Map<Aspect, Action> actions(JsonObject wanted) {
        String level = wanted.string("level", "");
        Map<Aspect, Action> actions = new EnumMap<>(Aspect.class);
        for (Aspect aspect : Aspect.values()) {
            actions.put(aspect, level(level, aspect));
        }
        Optional<JsonObject> override = wanted.optionalObject("override");
        if (override.isEmpty() || override.get().names().isEmpty()) {
            return actions;
        }
        if (level.equals("skip")) {
            throw new SyntaxException("level skip takes no override");
        }
        for (String name : override.get().names()) {
            Aspect aspect = aspect(name);
            Action action = action(override.get().string(name));
            if (action == Action.SKIP && aspect != Aspect.REVOCATION) {
                throw new SyntaxException("override: " + name + " cannot be skipped");
            }
            actions.put(aspect, action);
        }
        return actions;
    }

    private static Action level(String level, Aspect aspect) {
        return switch (level) {
            case "strict" -> Action.ENFORCE;
            case "permissive" ->
                    aspect.compareTo(Aspect.AUTHENTICITY) <= 0 ? Action.ENFORCE : Action.LOG;
            case "audit" -> aspect == Aspect.INTEGRITY ? Action.ENFORCE : Action.LOG;
            case "skip" -> Action.SKIP;
            default ->
                    throw new SyntaxException(
                            "level is \"" + level + "\", want strict, permissive, audit or skip");
        };
    }

    private static Aspect aspect(String name) {
        return Arrays.stream(Aspect.values())
                .filter(one -> one != Aspect.INTEGRITY && one.id().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new SyntaxException(
                                "override: \""
                                        + name
                                        + "\" cannot be overridden; there are "
                                        + Arrays.stream(Aspect.values())
                                                .skip(1)
                                                .map(Aspect::id)
                                                .collect(Collectors.joining(", "))));
    }

    private static Action action(String word) {
        return switch (word) {
            case "enforce" -> Action.ENFORCE;
            case "log" -> Action.LOG;
            case "skip" -> Action.SKIP;
            default ->
                    throw new SyntaxException(
                            "override: \"" + word + "\" is none of enforce, log and skip");
        };
    }

    /** Finds the rule for a repository: the one that names it, else the one for all. */
    Optional<Rule> of(Reference repository) {
        String name = repository.registry() + "/" + repository.repository();
        return rules.stream()
                .filter(one -> one.scopes().contains(name))
                .findFirst()
                .or(() -> rules.stream().filter(one -> one.scopes().contains(ANY)).findFirst());
    }
}
