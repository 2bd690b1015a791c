package dev.cooper.inventory;

/** The kinds of package that catalogers know, by who makes and versions them. */
public enum PackageKind {
    /** Debian, Ubuntu and their like; OpenWrt's opkg. */
    DEB("deb", true),
    /** Alpine, Wolfi and their like. */
    APK("apk", true),
    /** Red Hat, SUSE, Amazon, Azure and their like. */
    RPM("rpm", true),
    /** Java archives and what Maven and Gradle lock. */
    MAVEN("maven", false),
    /** Node. */
    NPM("npm", false),
    /** Python. */
    PYPI("pypi", false),
    /** Go modules, the standard library among them. */
    GOLANG("golang", false),
    /** Rust crates. */
    CARGO("cargo", false),
    /** Ruby gems. */
    GEM("gem", false),
    /** PHP. */
    COMPOSER("composer", false),
    /** .NET. */
    NUGET("nuget", false),
    /** A program that no package manager has put there. */
    GENERIC("generic", false),
    /** Conda, of whatever language. */
    CONDA("conda", false),
    /** R. */
    CRAN("cran", false),
    /** Erlang and Elixir. */
    HEX("hex", false),
    /** Dart. */
    PUB("pub", false),
    /** Swift; the name is that of the repository, such as {@code github.com/apple/swift-nio}. */
    SWIFT("swift", false),
    /** Pods of iOS and macOS. */
    COCOAPODS("cocoapods", false),
    /** C and C++. */
    CONAN("conan", false),
    /** Julia. */
    JULIA("julia", false);

    private final String purlType;
    private final boolean ofSystem;

    PackageKind(String purlType, boolean ofSystem) {
        this.purlType = purlType;
        this.ofSystem = ofSystem;
    }

    /** The type in a package URL, such as {@code deb}. */
    public String purlType() {
        return purlType;
    }

    /** Whether the distribution's package manager installs it, which owns the files it brings. */
    public boolean isOfSystem() {
        return ofSystem;
    }
}
