package dev.cooper.base;

import dev.cooper.archive.BoundedInputStream;
import dev.cooper.archive.Compression;
import dev.cooper.oci.SyntaxException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Fetches and verifies the indexes of suites: nothing it returns was not signed for. */
final class SuiteReader {
    private static final long MAX_RELEASE = 32 << 20;
    private static final long MAX_SIGNATURE = 1 << 20;
    private static final long MAX_PACKAGES = 2L << 30;

    /** Some archives' clocks are a little ahead of ours. */
    private static final long CLOCK_SECONDS = 3600;

    private final Downloads downloads;
    private final KeyringFinder keyrings;
    private final HostApt host;
    private final Instant now;
    private final BaseProgress progress;

    /**
     * Makes a reader.
     *
     * @param downloads fetches
     * @param keyrings finds the keys for a source
     * @param host says whether dates are checked
     * @param now the time that dates are compared with
     * @param progress hears warnings
     */
    SuiteReader(
            Downloads downloads,
            KeyringFinder keyrings,
            HostApt host,
            Instant now,
            BaseProgress progress) {
        this.downloads = downloads;
        this.keyrings = keyrings;
        this.host = host;
        this.now = now;
        this.progress = progress;
    }

    /** Returns a suite, or null when the archive has none of that name and it is optional. */
    @Nullable OpenSuite open(SuiteSource source) throws IOException, InterruptedException {
        URI combined = uri(source.address("InRelease"));
        Keyring keyring = keyrings.find(source.signedBy());
        SignatureCheck check = new SignatureCheck(keyring, now);
        SignatureCheck.Verified verified;
        try {
            Downloads.Index index = downloads.fetchIndex(combined, MAX_RELEASE);
            try {
                String label = Fetcher.redacted(combined);
                verified = check.verify(SignedText.clearSigned(index.content(), label), label);
            } catch (IOException e) {
                downloads.forgetIndex(combined);
                throw e;
            }
            warnIfStale(index, source);
        } catch (MissingFileException e) {
            try {
                verified = detached(source, check);
            } catch (MissingFileException also) {
                if (source.optional()) {
                    return null;
                }
                throw new SyntaxException(
                        "the archive "
                                + source.archive()
                                + " has no suite \""
                                + source.suite()
                                + "\"",
                        also);
            }
        }
        ReleaseFile release = ReleaseFile.parse(verified.text(), source.toString());
        requireName(source, release);
        return new OpenSuite(
                source, release, keyring, verified.signer(), isExpired(source, release));
    }

    private SignatureCheck.Verified detached(SuiteSource source, SignatureCheck check)
            throws IOException, InterruptedException {
        URI release = uri(source.address("Release"));
        Downloads.Index text = downloads.fetchIndex(release, MAX_RELEASE);
        URI signature = uri(source.address("Release.gpg"));
        try {
            Downloads.Index signed = downloads.fetchIndex(signature, MAX_SIGNATURE);
            String label = Fetcher.redacted(release);
            SignatureCheck.Verified verified =
                    check.verify(
                            SignedText.detached(text.content(), signed.content(), label), label);
            warnIfStale(text, source);
            return verified;
        } catch (MissingFileException e) {
            throw new IOException(
                    "the suite "
                            + source.suite()
                            + " of "
                            + source.archive()
                            + " is not signed: neither InRelease nor Release.gpg is there",
                    e);
        } catch (IOException e) {
            downloads.forgetIndex(release);
            downloads.forgetIndex(signature);
            throw e;
        }
    }

    private void warnIfStale(Downloads.Index index, SuiteSource source) {
        if (index.stale()) {
            progress.warning(
                    source.archive()
                            + " cannot be reached: the index of "
                            + source.suite()
                            + " fetched earlier is used");
        }
    }

    /**
     * Another suite of the same archive is signed by the same key, but is not what was asked for.
     */
    private static void requireName(SuiteSource source, ReleaseFile release) throws IOException {
        if (!source.suite().equals(release.codename()) && !source.suite().equals(release.suite())) {
            throw new IOException(
                    "verifying "
                            + source
                            + ": the archive sent the index of "
                            + (release.codename().isEmpty()
                                    ? release.suite()
                                    : release.codename()));
        }
    }

    private boolean isExpired(SuiteSource source, ReleaseFile release) throws IOException {
        if (host.isOn("Acquire::Check-Date", true)
                && release.date().isAfter(now.plusSeconds(CLOCK_SECONDS))) {
            throw new IOException(
                    "verifying "
                            + source
                            + ": its index is from the future ("
                            + release.date()
                            + ", it is "
                            + now
                            + " here): set the clock");
        }
        boolean expired =
                release.validUntil().isPresent() && release.validUntil().get().isBefore(now);
        if (expired && source.checkValidUntil()) {
            throw new IOException(
                    "verifying "
                            + source
                            + ": its index expired at "
                            + release.validUntil().get()
                            + " (it is "
                            + now
                            + " here): use another mirror, or set Acquire::Check-Valid-Until in"
                            + " apt's configuration to use it all the same");
        }
        return expired;
    }

    /** Returns what every suite offers for an architecture; earlier suites win over equal ones. */
    PackageIndex packages(List<OpenSuite> suites, String architecture)
            throws IOException, InterruptedException {
        List<Downloads.Wanted> wanted = new ArrayList<>();
        List<OpenSuite> owners = new ArrayList<>();
        for (OpenSuite suite : suites) {
            for (Downloads.Wanted file : indexes(suite, architecture)) {
                wanted.add(file);
                owners.add(suite);
            }
        }
        List<Path> paths = downloads.fetchAll(wanted);
        PackageIndex index = new PackageIndex();
        for (int i = 0; i < paths.size(); i++) {
            Downloads.Wanted file = wanted.get(i);
            try (InputStream compressed = Files.newInputStream(paths.get(i));
                    InputStream text =
                            BoundedInputStream.ofSize(
                                    Compression.decompressAny(compressed),
                                    MAX_PACKAGES,
                                    file.label())) {
                index.add(text, file.label(), owners.get(i).source().archive());
            }
        }
        return index;
    }

    private static List<Downloads.Wanted> indexes(OpenSuite suite, String architecture) {
        ReleaseFile release = suite.release();
        List<String> architectures =
                release.separateAll() ? List.of(architecture, "all") : List.of(architecture);
        List<Downloads.Wanted> found = new ArrayList<>();
        for (String component : suite.source().components()) {
            for (String name : architectures) {
                String path = component + "/binary-" + name + "/Packages";
                Downloads.Wanted file = index(suite, path);
                if (file != null) {
                    found.add(file);
                } else if (name.equals(architecture)) {
                    throw new SyntaxException(
                            "the suite "
                                    + suite.source().suite()
                                    + " of "
                                    + suite.source().archive()
                                    + " has no packages for "
                                    + architecture
                                    + ": it has "
                                    + String.join(", ", release.architectures()));
                }
            }
        }
        return found;
    }

    private static Downloads.@Nullable Wanted index(OpenSuite suite, String path) {
        for (String suffix : List.of(".xz", ".gz", "")) {
            ReleaseFile.IndexFile file = suite.release().files().get(path + suffix);
            if (file == null) {
                continue;
            }
            List<URI> uris = new ArrayList<>();
            if (suite.release().byHash()) {
                String directory = path.substring(0, path.lastIndexOf('/'));
                uris.add(
                        uri(
                                suite.source()
                                        .address(
                                                directory
                                                        + "/by-hash/SHA256/"
                                                        + file.digest().hex())));
            }
            uris.add(uri(suite.source().address(path + suffix)));
            return new Downloads.Wanted(
                    uris, file.digest(), file.size(), suite.source() + " " + path + suffix);
        }
        return null;
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("invalid address \"" + text + "\"", e);
        }
    }
}
