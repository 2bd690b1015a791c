package dev.cooper.registry.http;

import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

import java.util.Set;

/** The address of a request without what may be a secret. */
public final class SafeUri {
    /** The parameters of the distribution API; the values of all others are not shown. */
    private static final Set<String> SHOWN =
            Set.of(
                    "artifactType",
                    "digest",
                    "digest-algorithm",
                    "from",
                    "last",
                    "mount",
                    "n",
                    "ns",
                    "tag");

    private SafeUri() {}

    /** An address as logs may have it. */
    public static String of(HttpURI uri) {
        String path = uri.getPath();
        String query = uri.getQuery();
        return (path == null ? "" : path) + (query == null ? "" : "?" + query(query));
    }

    private static String query(String query) {
        StringBuilder safe = new StringBuilder(query.length());
        for (int at = 0; at <= query.length(); ) {
            int end = query.indexOf('&', at);
            end = end < 0 ? query.length() : end;
            int equals = query.indexOf('=', at);
            @Nullable String name = equals < 0 || equals > end ? null : query.substring(at, equals);
            if (!safe.isEmpty()) {
                safe.append('&');
            }
            if (name == null) {
                safe.append('…');
            } else {
                safe.append(name).append('=');
                safe.append(SHOWN.contains(name) ? query.substring(equals + 1, end) : "…");
            }
            at = end + 1;
        }
        return safe.toString();
    }
}
