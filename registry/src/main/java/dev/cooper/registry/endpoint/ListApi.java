package dev.cooper.registry.endpoint;

import dev.cooper.oci.Json;
import dev.cooper.registry.config.PagesConfig;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ByteRange;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Names;
import dev.cooper.registry.storage.Repositories;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lists of tags and of repositories. */
public final class ListApi {
    private final Repositories repositories;
    private final PagesConfig pages;

    /**
     * @param pages how long lists are
     */
    public ListApi(Repositories repositories, PagesConfig pages) {
        this.repositories = repositories;
        this.pages = pages;
    }

    /** Answers with the tags of a repository, page by page. */
    public void tags(Exchange exchange, String repository) throws IOException {
        requireGet(exchange);
        int page = pageSize(exchange, pages.tags());
        List<String> names =
                repositories
                        .tags(repository, last(exchange), page + 1)
                        .orElseThrow(() ->
                                new ApiException(
                                        ErrorCode.NAME_UNKNOWN,
                                        "there is no repository " + repository));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", repository);
        send(exchange, body, "tags", names, page, "/v2/" + repository + "/tags/list");
    }

    /** Answers with the repositories that the caller may see, page by page. */
    public void catalog(Exchange exchange) throws IOException {
        requireGet(exchange);
        int page = pageSize(exchange, pages.repositories());
        List<String> names = repositories.list(last(exchange), page + 1, exchange.caller().sees());
        send(exchange, new LinkedHashMap<>(), "repositories", names, page, "/v2/_catalog");
    }

    /** Refuses every method but GET and HEAD. */
    public static void requireGet(Exchange exchange) {
        if (!exchange.method().equals("GET") && !exchange.isHead()) {
            throw ApiException.notAllowed("GET");
        }
    }

    private static String last(Exchange exchange) {
        return exchange.query("last").orElse("");
    }

    /** How many entries the client wants at most. */
    static int pageSize(Exchange exchange, int most) {
        Optional<String> n = exchange.query("n").filter(text -> !text.isEmpty());
        if (n.isEmpty()) {
            return most;
        }
        long number = ByteRange.number(n.get());
        if (number < 0) {
            throw new ApiException(
                    ErrorCode.PAGINATION_NUMBER_INVALID,
                    "n=" + Names.excerpt(n.get()) + ": want a number, 0 or more");
        }
        return (int) Math.min(number, most);
    }

    /** Sends a page; names has one more than the page when there is another page. */
    private static void send(
            Exchange exchange,
            Map<String, Object> body,
            String member,
            List<String> names,
            int page,
            String path)
            throws IOException {
        List<String> shown = names.size() > page ? names.subList(0, page) : names;
        if (names.size() > page && page > 0) {
            link(exchange, path, page, shown.getLast(), "");
        }
        body.put(member, shown);
        exchange.status(200).set("Content-Type", "application/json").end(Json.write(body));
    }

    /** Says where the next page is (RFC 8288). */
    static void link(Exchange exchange, String path, int page, String last, String more) {
        exchange.set(
                "Link",
                "<"
                        + path
                        + "?last="
                        + URLEncoder.encode(last, StandardCharsets.UTF_8)
                        + "&n="
                        + page
                        + more
                        + ">; rel=\"next\"");
    }
}
