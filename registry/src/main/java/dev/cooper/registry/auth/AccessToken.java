package dev.cooper.registry.auth;

import dev.cooper.registry.http.Rights;
import dev.cooper.registry.protocol.Scope;

import java.util.List;

/**
 * A token whose signature and times have been verified.
 *
 * @param subject whom it was issued to; empty for nobody
 * @param access what it allows
 */
record AccessToken(String subject, List<Scope> access) implements Rights {
    AccessToken {
        access = List.copyOf(access);
    }

    @Override
    public boolean allow(Scope wanted) {
        return wanted.actions().stream().allMatch(action -> allows(wanted, action));
    }

    private boolean allows(Scope wanted, String action) {
        return access.stream()
                .anyMatch(scope ->
                        scope.type().equals(wanted.type())
                                && scope.name().equals(wanted.name())
                                && (scope.actions().contains(action)
                                        || scope.actions().contains("*")));
    }
}
