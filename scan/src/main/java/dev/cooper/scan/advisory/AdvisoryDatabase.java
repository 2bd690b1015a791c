package dev.cooper.scan.advisory;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where advisories are looked up; any number of threads and processes may do so at a time. */
public interface AdvisoryDatabase extends AutoCloseable {
    /**
     * What is known of this state of the database.
     *
     * @param kind such as {@code cooper}, {@code trivy} or {@code grype}
     * @param builtAt when it was made
     * @param digest names its content; empty where nobody knows
     */
    record Edition(String kind, Instant builtAt, String digest) {}

    /** What state it is in. */
    Edition edition();

    /** Whether it has anything to say on an ecosystem. */
    boolean covers(String ecosystem) throws IOException;

    /**
     * The advisories on a package.
     *
     * @param ecosystem in the words of OSV: {@code Debian:12}, {@code Ubuntu:22.04}, {@code
     *     Alpine:v3.20}, {@code AlmaLinux:9}, {@code npm}, {@code Maven}, {@code PyPI}, {@code Go},
     *     {@code crates.io}, {@code RubyGems}, {@code Packagist}, {@code NuGet} …
     * @param name of the package as that ecosystem's advisories write it: the source package for
     *     Debian, Ubuntu and Alpine, the binary package for those of Red Hat's kind
     */
    List<Advisory> advisories(String ecosystem, String name) throws IOException;

    /** What is known of a vulnerability by its id or one of its aliases. */
    Optional<Vulnerability> vulnerability(String id) throws IOException;

    /**
     * Who publishes the advisories of a source.
     *
     * @param ecosystem where it does so: the address of a source can depend on it
     * @param id as {@link Advisory#source} has it
     */
    default Optional<DataSource> source(String ecosystem, String id) throws IOException {
        return Optional.empty();
    }

    /**
     * When the release that a version belongs to is no longer kept up.
     *
     * @param product as endoflife.date names it, such as {@code alpine-linux}; see {@link
     *     EndOfLife#product}
     * @param version such as {@code 3.20.1}
     */
    default Optional<EndOfLife.Cycle> endOfLife(String product, String version) throws IOException {
        return EndOfLife.builtIn(product, version);
    }

    @Override
    void close() throws IOException;
}
