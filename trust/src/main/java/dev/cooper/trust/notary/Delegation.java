package dev.cooper.trust.notary;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.util.List;
import java.util.Map;

/**
 * A role below another that may sign some of the names.
 *
 * @param name its whole name, such as {@code targets/releases}
 * @param keys who signs for it
 * @param paths what names of targets start with that it may sign
 */
public record Delegation(String name, RoleKeys keys, List<String> paths) {
    /** Copies the paths. */
    public Delegation {
        paths = List.copyOf(paths);
    }

    static Delegation parse(JsonObject json) {
        String name = json.string("name");
        if (!Roles.isDelegation(name)) {
            throw new SyntaxException("\"" + name + "\" is no name of a delegation");
        }
        return new Delegation(
                name, RoleKeys.parse(json), json.optionalStrings("paths").orElse(List.of()));
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = keys.toMap();
        map.put("name", name);
        map.put("paths", paths);
        return map;
    }

    /** Whether it may sign a name. */
    public boolean covers(String target) {
        return paths.stream().anyMatch(target::startsWith);
    }

    /** The same with other keys and paths. */
    Delegation with(List<String> keyIds, List<String> newPaths) {
        return new Delegation(name, new RoleKeys(keyIds, keys.threshold()), newPaths);
    }
}
