package dev.cooper.scan.feed;

import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.advisory.Advisory;
import dev.cooper.scan.advisory.AdvisorySink;
import dev.cooper.scan.advisory.DatabaseState;
import dev.cooper.scan.advisory.EndOfLife;
import dev.cooper.scan.advisory.Vulnerability;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * The target of fuzzing: whatever the bytes are, each reader of feeds takes something from them or
 * says in a sentence why not, and takes no more than there is.
 */
public final class FeedsFuzz {
    private FeedsFuzz() {}

    /** Called with each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        for (Feed feed : Feed.values()) {
            Counting sink = new Counting(input.length);
            try {
                Feeds.document(feed, "a/debian.json", new ByteArrayInputStream(input), sink);
            } catch (SyntaxException e) {
                if (String.valueOf(e.getMessage()).isBlank()) {
                    throw new AssertionError("refused without a word", e);
                }
            }
        }
        String text = new String(input, StandardCharsets.UTF_8);
        Changelogs.mended("openssl", "3.0.11-1~deb12u2", text);
        Constraints.versions(List.of(text), List.of(text));
        Cvss.score(text);
        try {
            Feed.guess(text, "name");
        } catch (SyntaxException e) {
            // like none
        }
    }

    /** Holds what is said against how much was read. */
    private static final class Counting implements AdvisorySink {
        private long left;

        Counting(int bytes) {
            this.left = 1_000L + bytes * 4L;
        }

        private void count() {
            if (--left < 0) {
                throw new AssertionError("more said than there is");
            }
        }

        @Override
        public void advisory(String ecosystem, String name, Advisory advisory) {
            count();
        }

        @Override
        public void vulnerability(String source, Vulnerability details) {
            count();
        }

        @Override
        public void exploited(String id, Instant since) {
            count();
        }

        @Override
        public void epss(String id, Vulnerability.Epss epss) {
            count();
        }

        @Override
        public void endOfLife(String product, List<EndOfLife.Cycle> cycles) {
            count();
        }

        @Override
        public void origin(DatabaseState.Origin origin) {
            count();
        }

        @Override
        public void warn(String warning) {
            count();
        }
    }
}
