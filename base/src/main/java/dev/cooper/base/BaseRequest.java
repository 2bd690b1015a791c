package dev.cooper.base;

import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What base image is wanted.
 *
 * @param suite the release, by its code name; empty for the host's own, or bookworm
 * @param variant what kind of image
 * @param include packages beyond those of the variant, {@code name} or {@code name=version}
 * @param platform what the image is to run on
 * @param mirrors archives to use instead of the host's; empty for the host's
 * @param keyring the keys that must have signed the indexes; empty for the host's
 * @param tags the names of the image, may be empty
 * @param epoch what SOURCE_DATE_EPOCH says; empty for the date of the newest package
 */
public record BaseRequest(
        Optional<String> suite,
        Variant variant,
        List<String> include,
        Platform platform,
        List<String> mirrors,
        Optional<Path> keyring,
        List<Reference> tags,
        Optional<Instant> epoch) {
    /** Copies the lists. */
    public BaseRequest {
        include = List.copyOf(include);
        mirrors = List.copyOf(mirrors);
        tags = List.copyOf(tags);
    }

    /** Returns a request for this machine's own release, without tags. */
    public static BaseRequest of(Variant variant) {
        return new BaseRequest(
                Optional.empty(),
                variant,
                List.of(),
                Platform.host(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** Returns a copy with this suite. */
    public BaseRequest withSuite(String value) {
        return new BaseRequest(
                Optional.of(value), variant, include, platform, mirrors, keyring, tags, epoch);
    }

    /** Returns a copy with these packages to include. */
    public BaseRequest withInclude(List<String> value) {
        return new BaseRequest(suite, variant, value, platform, mirrors, keyring, tags, epoch);
    }

    /** Returns a copy for this platform. */
    public BaseRequest withPlatform(Platform value) {
        return new BaseRequest(suite, variant, include, value, mirrors, keyring, tags, epoch);
    }

    /**
     * Returns a copy for this architecture.
     *
     * @param value as Debian or as image platforms spell it, {@code arm64}
     * @throws dev.cooper.oci.SyntaxException when Debian has no such port
     */
    public BaseRequest withArchitecture(String value) {
        return withPlatform(DebArchitecture.platform(value));
    }

    /** Returns a copy with these mirrors. */
    public BaseRequest withMirrors(List<String> value) {
        return new BaseRequest(suite, variant, include, platform, value, keyring, tags, epoch);
    }

    /** Returns a copy with this keyring. */
    public BaseRequest withKeyring(Path value) {
        return new BaseRequest(
                suite, variant, include, platform, mirrors, Optional.of(value), tags, epoch);
    }

    /** Returns a copy with these names for the image. */
    public BaseRequest withTags(List<Reference> value) {
        return new BaseRequest(suite, variant, include, platform, mirrors, keyring, value, epoch);
    }

    /** Returns a copy with this date for everything that is newer. */
    public BaseRequest withEpoch(Instant value) {
        return new BaseRequest(
                suite, variant, include, platform, mirrors, keyring, tags, Optional.of(value));
    }
}
