package dev.cooper.inventory;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells packages of a distribution from those that others have made for it. A distribution's
 * advisories speak of its own packages only: the versions of others mean something else.
 */
public final class Makers {
    /** Parts of what makers of packages for Debian, Ubuntu and Red Hat's kind call themselves. */
    private static final List<String> OTHERS =
            List.of(
                    "@docker.com",
                    "@nvidia.com",
                    "@hashicorp.com",
                    "@microsoft.com",
                    "@mongodb.com",
                    "@gitlab.com",
                    "@github.com",
                    "@grafana.com",
                    "@elastic.co",
                    "@elasticsearch.com",
                    "@nginx.com",
                    "@f5.com",
                    "@nginx.org",
                    "@mariadb.org",
                    "@mariadb.com",
                    "@percona.com",
                    "@oracle.com",
                    "@redis.com",
                    "@rabbitmq.com",
                    "@google.com",
                    "@nodesource.com",
                    "@yarnpkg.com",
                    "@azul.com",
                    "@amazon.com",
                    "@adoptium.net",
                    "@eclipse.org",
                    "@adoptopenjdk.net",
                    "@influxdata.com",
                    "@influxdb.com",
                    "@datadoghq.com",
                    "@newrelic.com",
                    "@cloudflare.com",
                    "@confluent.io",
                    "@jenkins-ci.org",
                    "@chef.io",
                    "@puppet.com",
                    "@puppetlabs.com",
                    "@varnish-software.com",
                    "@haproxy.com",
                    "@clickhouse.com",
                    "@timescale.com",
                    "@sury.org",
                    "@deb.sury.org",
                    "kubernetes authors",
                    "kong inc");

    /** What versions look like that come from well-known archives beside the distribution's. */
    private static final List<String> OTHER_VERSIONS = List.of(".pgdg", "~pgdg", ".remi", "+sury");

    private Makers() {}

    /** Who has made a package, if that is not the distribution; a name as the package has it. */
    public static Optional<String> other(SoftwarePackage found) {
        if (found.kind() != PackageKind.DEB && found.kind() != PackageKind.RPM) {
            return Optional.empty();
        }
        String maker = found.maintainer().toLowerCase(Locale.ROOT);
        boolean isOther =
                hasOneOf(OTHERS, maker)
                        && !(found.kind() == PackageKind.RPM && isDistribution(maker));
        if (isOther) {
            return Optional.of(found.maintainer());
        }
        boolean looksOther = hasOneOf(OTHER_VERSIONS, found.version());
        return looksOther
                ? Optional.of(found.maintainer().isEmpty() ? "others" : found.maintainer())
                : Optional.empty();
    }

    private static boolean hasOneOf(List<String> parts, String text) {
        for (String part : parts) {
            if (text.contains(part)) {
                return true;
            }
        }
        return false;
    }

    /** Makers of packages that make distributions as well. */
    private static boolean isDistribution(String vendor) {
        return vendor.startsWith("oracle america")
                || vendor.startsWith("amazon")
                || vendor.startsWith("microsoft");
    }
}
