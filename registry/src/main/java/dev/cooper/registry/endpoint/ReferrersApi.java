package dev.cooper.registry.endpoint;

import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.registry.http.Exchange;
import dev.cooper.registry.protocol.Names;
import dev.cooper.registry.storage.Referrers;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** {@code /v2/NAME/referrers/DIGEST}. */
public final class ReferrersApi {
    private static final int MOST = 1_000;

    /** A page must stay readable for clients that take no more than 4 MiB. */
    private static final int MOST_BYTES = 2 << 20;

    private final Referrers referrers;

    /** Looks referrers up in {@code referrers}. */
    public ReferrersApi(Referrers referrers) {
        this.referrers = referrers;
    }

    /** Answers with what refers to a manifest, page by page. */
    public void handle(Exchange exchange, String repository, String digestText) throws IOException {
        ListApi.requireGet(exchange);
        Digest subject = Names.digest(digestText);
        Optional<String> type = exchange.query("artifactType").filter(text -> !text.isEmpty());
        int page = Math.max(1, ListApi.pageSize(exchange, MOST));
        List<Referrers.Entry> found =
                referrers.list(
                        repository, subject, type, exchange.query("last").orElse(""), page + 1);
        int shown = fitting(found, page);
        if (shown < found.size()) {
            String more =
                    type.map(text ->
                                    "&artifactType="
                                            + URLEncoder.encode(text, StandardCharsets.UTF_8))
                            .orElse("");
            ListApi.link(
                    exchange,
                    "/v2/" + repository + "/referrers/" + subject,
                    page,
                    found.get(shown - 1).digest(),
                    more);
        }
        if (type.isPresent()) {
            exchange.set("OCI-Filters-Applied", "artifactType");
        }
        exchange.status(200)
                .set("Content-Type", MediaTypes.OCI_INDEX)
                .end(Referrers.toIndex(found.subList(0, shown)));
    }

    /** How many entries fit on a page; always one. */
    private static int fitting(List<Referrers.Entry> found, int page) {
        int weight = 0;
        int shown = 0;
        while (shown < Math.min(page, found.size())) {
            weight += found.get(shown).weight();
            if (shown > 0 && weight > MOST_BYTES) {
                break;
            }
            shown++;
        }
        return shown;
    }
}
