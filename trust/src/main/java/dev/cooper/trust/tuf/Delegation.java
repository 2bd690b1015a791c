package dev.cooper.trust.tuf;

import dev.cooper.oci.Digest;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Others who may say what some targets are.
 *
 * @param name of their role
 * @param role who they are
 * @param terminating whether nobody after them is asked
 * @param paths patterns of targets
 * @param prefixes of the hashes of names of targets
 */
record Delegation(
        String name, Role role, boolean terminating, List<String> paths, List<String> prefixes) {
    private static final int MOST = 1000;

    static List<Delegation> parse(JsonObject targets) {
        JsonObject json = targets.optionalObject("delegations").orElse(null);
        if (json == null) {
            return List.of();
        }
        if (json.has("succinct_roles")) {
            throw new SyntaxException(json.where() + ": succinct_roles are not supported");
        }
        List<JsonObject> roles = json.objects("roles");
        if (roles.size() > MOST) {
            throw new SyntaxException(json.where() + ": more than " + MOST + " roles");
        }
        List<Delegation> all = new ArrayList<>();
        for (JsonObject role : roles) {
            all.add(
                    new Delegation(
                            name(role),
                            Role.parse(role, json.object("keys")),
                            role.bool("terminating"),
                            role.strings("paths"),
                            role.strings("path_hash_prefixes")));
        }
        return all;
    }

    private static String name(JsonObject role) {
        String name = role.string("name");
        if (name.isEmpty() || List.of("root", "timestamp", "snapshot", "targets").contains(name)) {
            throw new SyntaxException(
                    role.where() + ": \"" + name + "\" is no name for a delegated role");
        }
        return name;
    }

    /** Tells whether a target is theirs. */
    boolean covers(String target) {
        String hash = Digest.sha256(target.getBytes(StandardCharsets.UTF_8)).hex();
        return prefixes.stream().anyMatch(hash::startsWith)
                || paths.stream().anyMatch(pattern -> matches(pattern, target));
    }

    /** A star stands for part of one step of a path. */
    private static boolean matches(String pattern, String target) {
        String[] wanted = pattern.split("/", -1);
        String[] steps = target.split("/", -1);
        if (wanted.length != steps.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!matchesStep(wanted[i], steps[i])) {
                return false;
            }
        }
        return true;
    }

    /** Goes back only to the last star, so that no pattern takes long. */
    private static boolean matchesStep(String pattern, String text) {
        int p = 0;
        int star = -1;
        int retry = 0;
        for (int t = 0; t < text.length(); ) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retry = t;
            } else if (p < pattern.length()
                    && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
