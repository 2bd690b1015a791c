package dev.cooper.transfer;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists that a registry gives page by page. */
final class Pages {
    private static final int MAX_PAGES = 100_000;
    private static final int MAX_ITEMS = 10_000_000;

    private Pages() {}

    /** What to do with a page. */
    interface Reader {
        /** Takes the items of a page and returns how many there were. */
        int read(Answer page) throws IOException;
    }

    static List<String> strings(Host host, Call first, String member) throws IOException {
        List<String> items = new ArrayList<>();
        walk(
                host,
                first,
                page -> {
                    List<String> found =
                            JsonObject.parse(page.document(), "answer").strings(member);
                    items.addAll(found);
                    return found.size();
                });
        return items;
    }

    static void walk(Host host, Call first, Reader reader) throws IOException {
        Set<URI> seen = new HashSet<>();
        Call call = first;
        long items = 0;
        while (true) {
            try (Answer answer = host.send(call)) {
                if (answer.status() != 200) {
                    throw Failures.of(answer, call, host.name());
                }
                items += reader.read(answer);
                Optional<URI> next = Link.next(answer.headers("Link"), answer.uri());
                if (next.isEmpty()) {
                    return;
                }
                boolean same = Host.sameOrigin(next.get(), host.base(call));
                if (!same
                        || !seen.add(next.get())
                        || seen.size() > MAX_PAGES
                        || items > MAX_ITEMS) {
                    throw Failures.protocol("pages its list without end", call, host.name());
                }
                call = call.at(next.get());
            } catch (SyntaxException e) {
                throw Failures.protocol(
                        "answered no list (" + e.getMessage() + ")", call, host.name());
            }
        }
    }
}
