package dev.cooper.scan.feed;

import dev.cooper.oci.Json;
import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.AdvisorySink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** Reads feeds. A document that cannot be read is left out with a warning that names it. */
public final class Feeds {
    private static final int HEAD = 8_192;

    private Feeds() {}

    /**
     * Which feed a place has, by the first document there.
     *
     * @param place a file, a directory or a zip archive
     * @throws SyntaxException when it looks like none
     * @throws IOException when it cannot be read
     */
    public static Feed guess(Path place) throws IOException {
        AtomicReference<Feed> found = new AtomicReference<>();
        FeedFiles.forEach(
                place,
                (name, in) -> {
                    String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
                    found.set(Feed.guess(head, name));
                    return false;
                });
        if (found.get() == null) {
            throw new SyntaxException(place + " has no documents: want .json, .csv or .zip files");
        }
        return found.get();
    }

    /**
     * Reads all documents of a place.
     *
     * @param place a file, a directory or a zip archive
     * @param sink takes what they say
     * @throws IOException when the place cannot be read
     */
    public static void read(Feed feed, Path place, AdvisorySink sink) throws IOException {
        FeedFiles.forEach(
                place,
                (name, in) -> {
                    try {
                        document(feed, name, in, sink);
                    } catch (SyntaxException e) {
                        sink.warn(name + " was left out: " + e.getMessage());
                    }
                    return true;
                });
    }

    static void document(Feed feed, String name, InputStream in, AdvisorySink sink)
            throws IOException {
        switch (feed) {
            case OSV -> OsvReader.read(whole(in), sink);
            case SECDB -> SecdbReader.read(whole(in), sink);
            case DEBIAN_TRACKER -> DebianTrackerReader.read(in, sink);
            case CSAF -> CsafReader.read(whole(in), sink);
            case NVD -> NvdReader.read(in, sink);
            case KEV -> CveFeeds.exploited(in, sink);
            case EPSS -> CveFeeds.epss(in, sink);
            case END_OF_LIFE -> CveFeeds.endOfLife(whole(in), product(name), sink);
        }
    }

    private static byte[] whole(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(Json.MAX_BYTES + 1);
        if (bytes.length > Json.MAX_BYTES) {
            throw new SyntaxException("it is larger than any such document should be");
        }
        return bytes;
    }

    private static String product(String name) {
        String file = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('!')) + 1);
        int dot = file.indexOf('.');
        return dot < 0 ? file : file.substring(0, dot);
    }
}
