package dev.cooper.policy.kyverno;

import dev.cooper.policy.cel.Arguments;
import dev.cooper.policy.cel.CelException;
import dev.cooper.policy.evidence.Cluster;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What expressions look up in a cluster. */
final class ClusterFunctions {
    private ClusterFunctions() {}

    /** {@code resource.get(apiVersion, resources, namespace, name)}, or a list without the name. */
    static @Nullable Object find(Cluster cluster, String function, List<@Nullable Object> values) {
        boolean one = function.endsWith("et");
        int count = one ? 4 : 3;
        Arguments arguments = new Arguments(function, values).sized(count, count);
        String version = arguments.text(0);
        StringBuilder path = new StringBuilder(version.contains("/") ? "/apis/" : "/api/");
        String[] group = version.split("/", -1);
        for (int i = 0; i < group.length; i++) {
            path.append(i == 0 ? "" : "/").append(part(group[i]));
        }
        if (!arguments.text(2).isEmpty()) {
            path.append("/namespaces/").append(part(arguments.text(2)));
        }
        path.append('/').append(part(arguments.text(1)));
        if (one) {
            path.append('/').append(part(arguments.text(3)));
        }
        try {
            Optional<? extends @Nullable Object> found = cluster.get(path.toString());
            if (found.isEmpty()) {
                throw new CelException("there is no " + path + " in the cluster");
            }
            return found.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One part of a path, which leads nowhere else. */
    static String part(String text) {
        String coded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return text.equals(".") || text.equals("..") ? coded.replace(".", "%2E") : coded;
    }
}
