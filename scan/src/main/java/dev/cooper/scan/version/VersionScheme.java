package dev.cooper.scan.version;

import java.util.Comparator;

/** The order of the versions of one ecosystem. */
public enum VersionScheme implements Comparator<String> {
    /** Debian policy, section 5.6.12; dpkg. */
    DEB(new DebVersions()),
    /** rpm's {@code rpmvercmp} over epoch, version and release. */
    RPM(new RpmVersions()),
    /** apk-tools. */
    APK(new ApkVersions()),
    /** Maven's {@code ComparableVersion}. */
    MAVEN(new MavenVersions()),
    /** Semantic Versioning 2.0.0 as npm and cargo read it. */
    SEMVER(new SemanticVersions()),
    /** Go modules: Semantic Versioning after a {@code v}, which may be missing. */
    GO(new SemanticVersions()),
    /** PEP 440. */
    PYTHON(new PythonVersions()),
    /** RubyGems' {@code Gem::Version}. */
    GEM(new GemVersions()),
    /** NuGet: Semantic Versioning with a fourth number, letters of any case alike. */
    NUGET(new NugetVersions()),
    /** Composer's normalised versions, by PHP's {@code version_compare}. */
    COMPOSER(new ComposerVersions());

    @SuppressWarnings("ImmutableEnumChecker") // none of the comparators has a field that changes
    private final Comparator<String> order;

    VersionScheme(Comparator<String> order) {
        this.order = order;
    }

    /** Compares two versions; those that differ only in how they are written are equal. */
    @Override
    public int compare(String one, String other) {
        return order.compare(one, other);
    }
}
