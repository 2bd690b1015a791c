package dev.cooper.transfer;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The header {@code Link: <address>; rel="next"} (RFC 8288). */
final class Link {
    private Link() {}

    /** Returns the address of the next page, relative to the address of this one. */
    static Optional<URI> next(List<String> headers, URI page) {
        for (String header : headers) {
            int open = header.indexOf('<');
            while (open >= 0) {
                int close = header.indexOf('>', open);
                if (close < 0) {
                    break;
                }
                int following = header.indexOf('<', close);
                String parameters =
                        header.substring(close + 1, following < 0 ? header.length() : following)
                                .replace(" ", "")
                                .replace("\"", "")
                                .toLowerCase(Locale.ROOT);
                if (parameters.contains(";rel=next")) {
                    return resolve(page, header.substring(open + 1, close));
                }
                open = following;
            }
        }
        return Optional.empty();
    }

    static Optional<URI> resolve(URI base, String address) {
        try {
            return Optional.of(base.resolve(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
