package dev.cooper.scan.report;

/** What the findings of a result are about. */
public enum ResultClass {
    /** Packages of the distribution. */
    OS_PACKAGES("os-pkgs"),
    /** Packages of a language. */
    LANGUAGE_PACKAGES("lang-pkgs"),
    /** A Dockerfile, a manifest, the configuration of an image. */
    CONFIGURATION("config"),
    /** Secrets in a file. */
    SECRET("secret"),
    /** Licences of packages. */
    LICENSE("license"),
    /** Licences that files of their own hold. */
    LICENSE_FILE("license-file");

    private final String word;

    ResultClass(String word) {
        this.word = word;
    }

    /** As reports write it. */
    public String word() {
        return word;
    }

    /** Whether it is about packages. */
    public boolean isOfPackages() {
        return this == OS_PACKAGES || this == LANGUAGE_PACKAGES;
    }
}
