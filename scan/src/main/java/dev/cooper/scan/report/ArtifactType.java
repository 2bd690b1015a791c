package dev.cooper.scan.report;

/** What kind of thing was scanned. */
public enum ArtifactType {
    /** An image, wherever it lies. */
    CONTAINER_IMAGE("container_image"),
    /** A directory or a file. */
    FILESYSTEM("filesystem"),
    /** A directory that holds sources. */
    REPOSITORY("repository"),
    /** An SBOM in the form of CycloneDX. */
    CYCLONEDX("cyclonedx"),
    /** An SBOM in the form of SPDX. */
    SPDX("spdx");

    private final String word;

    ArtifactType(String word) {
        this.word = word;
    }

    /** As reports write it. */
    public String word() {
        return word;
    }
}
