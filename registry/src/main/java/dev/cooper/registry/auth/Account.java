package dev.cooper.registry.auth;

import dev.cooper.registry.http.Rights;
import dev.cooper.registry.protocol.Grant;
import dev.cooper.registry.protocol.Scope;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A user or a robot that may log in to the registry.
 *
 * @param id its number
 * @param name what it logs in with
 * @param robot whether it is a machine's
 * @param expires after which it may not log in; empty for never
 * @param grants what it may do
 */
public record Account(
        long id, String name, boolean robot, Optional<Instant> expires, List<Grant> grants)
        implements Rights {
    /** Copies the list. */
    public Account {
        grants = List.copyOf(grants);
    }

    /** Nobody in particular, with the rights of everyone. */
    static Account anonymous(List<Grant> grants) {
        return new Account(0, "", false, Optional.empty(), grants);
    }

    boolean isAnonymous() {
        return name.isEmpty();
    }

    boolean hasExpired(Instant now) {
        return expires.isPresent() && !expires.get().isAfter(now);
    }

    boolean may(String repository, String action) {
        return grants.stream().anyMatch(grant -> grant.allows(repository, action));
    }

    boolean sees(String repository) {
        return may(repository, Scope.PULL);
    }

    @Override
    public boolean allow(Scope scope) {
        if (scope.equals(Scope.CATALOG)) {
            return !isAnonymous() || !grants.isEmpty();
        }
        return scope.isRepository()
                && scope.actions().stream().allMatch(action -> may(scope.name(), action));
    }

    /** What of a scope is allowed; null when that is nothing. */
    @Nullable Scope within(Scope scope) {
        if (!scope.isRepository()) {
            return allow(scope) ? scope : null;
        }
        Set<String> allowed = new LinkedHashSet<>();
        for (String action : List.of(Scope.PULL, Scope.PUSH, Scope.DELETE)) {
            boolean asked = scope.actions().contains(action) || scope.actions().contains("*");
            if (asked && may(scope.name(), action)) {
                allowed.add(action);
            }
        }
        return allowed.isEmpty() ? null : scope.withActions(allowed);
    }
}
