package dev.cooper.registry.proxy;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.SyntaxException;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Names;
import dev.cooper.transfer.RegistryException;
import dev.cooper.transfer.Upstream;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists of cached repositories: always the other registry's, an old one only when it is away. */
final class ProxyLists {
    private final CachedLists cache;
    private final SingleFlight<Answer> flights = new SingleFlight<>();

    /** How a list is asked for. */
    private interface Question {
        Optional<Upstream.Document> ask(Upstream upstream) throws IOException;
    }

    /** A page, and the warning that goes with it, if any. */
    private record Answer(CachedLists.Page page, Optional<String> warning) {}

    ProxyLists(CachedLists cache) {
        this.cache = cache;
    }

    void tags(Exchange exchange, Mirrored target) throws IOException {
        String query = query(exchange, "n", "last");
        ApiException unknown =
                new ApiException(
                        ErrorCode.NAME_UNKNOWN,
                        target.mirror().address() + " has no repository " + target.remote());
        Answer answer =
                fetch(
                        target,
                        "tags?" + query,
                        upstream -> upstream.tags(target.remote(), query),
                        unknown);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", target.asked());
        body.put("tags", tags(target, answer.page.content()));
        link(exchange, target, answer, "tags/list");
        exchange.set("Content-Type", "application/json").end(Json.write(body));
    }

    private static List<String> tags(Mirrored target, byte[] content) {
        try {
            return JsonObject.parse(content, "list of tags").strings("tags");
        } catch (SyntaxException e) {
            throw new ApiException(
                    ErrorCode.UNKNOWN,
                    502,
                    target.mirror().address() + " answered no list of tags: " + e.getMessage());
        }
    }

    void referrers(Exchange exchange, Mirrored target, String digestText) throws IOException {
        Digest subject = Names.digest(digestText);
        String query = query(exchange, "artifactType", "n", "last");
        // Clients take a 404 as a sign to look for the fallback tag, which is then passed on too.
        ApiException unknown =
                new ApiException(
                        ErrorCode.UNSUPPORTED,
                        404,
                        target.mirror().address() + " keeps no lists of referrers");
        Answer answer =
                fetch(
                        target,
                        "referrers/" + subject + "?" + query,
                        upstream -> upstream.referrers(target.remote(), subject, query),
                        unknown);
        link(exchange, target, answer, "referrers/" + subject);
        answer.page.filters().ifPresent(text -> exchange.set("OCI-Filters-Applied", text));
        exchange.set("Content-Type", MediaTypes.OCI_INDEX).end(answer.page.content());
    }

    private Answer fetch(Mirrored target, String name, Question question, ApiException unknown)
            throws IOException {
        return flights.run(
                target.local() + " " + name,
                () -> {
                    try {
                        Upstream.Document found =
                                target.mirror()
                                        .ask(false, question::ask)
                                        .orElseThrow(() -> unknown);
                        CachedLists.Page page =
                                new CachedLists.Page(
                                        found.content(),
                                        found.next().map(URI::getRawQuery),
                                        found.filters());
                        cache.keep(target.local(), name, page);
                        return new Answer(page, Optional.empty());
                    } catch (RegistryException e) {
                        return old(target, name, e);
                    }
                });
    }

    private Answer old(Mirrored target, String name, RegistryException e) throws IOException {
        Optional<CachedLists.Page> old =
                Mirror.isAway(e) ? cache.find(target.local(), name) : Optional.empty();
        if (old.isEmpty()) {
            throw target.mirror()
                    .refusal(e, ErrorCode.NAME_UNKNOWN, "the list of " + target.asked());
        }
        return new Answer(old.get(), Optional.of(target.mirror().staleness(e)));
    }

    /** Says where the list goes on here, and how far it is to be believed. */
    private static void link(Exchange exchange, Mirrored target, Answer answer, String rest) {
        exchange.status(200);
        answer.warning.ifPresent(text -> exchange.set("Warning", text));
        String namespace =
                target.namespace()
                        .map(host -> "&ns=" + URLEncoder.encode(host, StandardCharsets.UTF_8))
                        .orElse("");
        answer.page
                .next()
                .ifPresent(query ->
                        exchange.set(
                                "Link",
                                "</v2/"
                                        + target.asked()
                                        + "/"
                                        + rest
                                        + "?"
                                        + query
                                        + namespace
                                        + ">; rel=\"next\""));
    }

    /** What of the query is passed on. */
    private static String query(Exchange exchange, String... names) {
        StringBuilder query = new StringBuilder();
        for (String name : names) {
            for (String value : exchange.queries(name)) {
                query.append(query.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        return query.toString();
    }
}
