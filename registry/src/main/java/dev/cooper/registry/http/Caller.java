package dev.cooper.registry.http;

import dev.cooper.registry.protocol.Scope;

import org.eclipse.jetty.server.Request;

import java.util.function.Predicate;

/**
 * Who sends a request.
 *
 * @param name the user's or robot's name; empty where nobody logged in
 * @param rights what this request may do
 * @param sees which repositories a list of all of them may show
 */
public record Caller(String name, Rights rights, Predicate<String> sees) {
    private static final String ATTRIBUTE = "dev.cooper.registry.caller";

    /** Somebody who has not been let in (yet). */
    static final Caller STRANGER = new Caller("", Rights.NONE, _ -> false);

    /** Anyone, where everyone may do everything. */
    public static final Caller ANYONE = withAllRights("");

    /** A user who may do everything. */
    public static Caller withAllRights(String name) {
        return new Caller(name, Rights.ALL, _ -> true);
    }

    /** Whether the caller may read a repository's content. */
    public boolean mayPull(String repository) {
        return rights.allow(Scope.repository(repository, Scope.PULL));
    }

    /** Who sends a request; {@link #STRANGER} before that was found out. */
    public static Caller of(Request request) {
        return request.getAttribute(ATTRIBUTE) instanceof Caller caller ? caller : STRANGER;
    }

    void attach(Request request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
