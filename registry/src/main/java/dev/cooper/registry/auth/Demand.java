package dev.cooper.registry.auth;

import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.protocol.Names;
import dev.cooper.registry.protocol.Route;
import dev.cooper.registry.protocol.Scope;

import java.util.List;

/**
 * What a request wants to do.
 *
 * @param needed without which it is refused
 * @param wished what it could make use of beside that
 */
public record Demand(List<Scope> needed, List<Scope> wished) {
    /** Of a request that anyone may send who may use the registry at all. */
    public static final Demand ENTRY = new Demand(List.of(), List.of());

    public Demand {
        needed = List.copyOf(needed);
        wished = List.copyOf(wished);
    }

    /** What a request demands, by its address and its method. */
    public static Demand of(Route route, Exchange exchange) {
        return switch (route) {
            case Route.Base(), Route.Discover() -> ENTRY;
            case Route.Catalog() -> need(Scope.CATALOG);
            case Route.Tags(String name) -> need(Scope.repository(name, Scope.PULL));
            case Route.Referrers(String name, String _) -> need(Scope.repository(name, Scope.PULL));
            case Route.Trust(String name, String file) ->
                    need(trust(name, file, exchange.method()));
            case Route.Manifest(String name, String _) -> need(item(name, exchange.method()));
            case Route.Blob(String name, String _) -> need(item(name, exchange.method()));
            case Route.Upload(String name, String _) ->
                    need(Scope.repository(name, Scope.PULL, Scope.PUSH));
            case Route.Uploads(String name) ->
                    new Demand(
                            List.of(Scope.repository(name, Scope.PULL, Scope.PUSH)),
                            source(exchange));
        };
    }

    private static Demand need(Scope scope) {
        return new Demand(List.of(scope), List.of());
    }

    private static Scope item(String repository, String method) {
        return switch (method) {
            case "PUT" -> Scope.repository(repository, Scope.PULL, Scope.PUSH);
            case "DELETE" -> Scope.repository(repository, Scope.DELETE);
            default -> Scope.repository(repository, Scope.PULL);
        };
    }

    /** As notary has it: who makes new keys may do everything. */
    private static Scope trust(String repository, String file, String method) {
        boolean key = file.endsWith(".key");
        return switch (method) {
            case "GET", "HEAD" ->
                    key
                            ? Scope.repository(repository, Scope.PULL, Scope.PUSH)
                            : Scope.repository(repository, Scope.PULL);
            case "POST" ->
                    key
                            ? Scope.repository(repository, Scope.PULL, Scope.PUSH, Scope.DELETE)
                            : Scope.repository(repository, Scope.PULL, Scope.PUSH);
            default -> Scope.repository(repository, Scope.DELETE);
        };
    }

    /** The repository that a blob shall be mounted from. */
    private static List<Scope> source(Exchange exchange) {
        if (exchange.query("mount").isEmpty()) {
            return List.of();
        }
        return exchange.query("from")
                .filter(Names::isRepository)
                .map(from -> List.of(Scope.repository(from, Scope.PULL)))
                .orElse(List.of());
    }
}
