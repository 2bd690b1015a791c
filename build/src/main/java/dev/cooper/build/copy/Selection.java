package dev.cooper.build.copy;

import dev.cooper.oci.Digest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that the sources of one COPY or ADD name, in the order of the sources. Reads from the
 * roots they were selected in, which must stay open.
 */
public final class Selection {
    private final List<Picked> picked;

    Selection(List<Picked> picked) {
        this.picked = List.copyOf(picked);
    }

    /** A file written in the Dockerfile, of mode 0644. */
    public static Selection inline(String name, byte[] content) {
        return new Selection(List.of(new Picked.Inline(name, new Picked.Bytes(content))));
    }

    /** A file fetched from somewhere, of mode 0600. */
    public static Selection download(HttpSource.Download file) {
        return new Selection(List.of(new Picked.Download(file)));
    }

    /** What this selects and then what the other one does. */
    public Selection plus(Selection other) {
        List<Picked> both = new ArrayList<>(picked);
        both.addAll(other.picked);
        return new Selection(both);
    }

    /** Whether nothing is selected; an empty directory is something. */
    public boolean isEmpty() {
        return picked.isEmpty();
    }

    /**
     * The digest of what a copy of this selection makes, but for destination, flags and times:
     * equal digests give equal copies. Computed anew at each call.
     */
    public Digest contentDigest() throws IOException {
        return contentDigest(digests());
    }

    /**
     * As {@link #contentDigest()}, from digests that are there already.
     *
     * @param digests what {@link #digests()} gave
     */
    public Digest contentDigest(List<FileDigest> digests) {
        Framing framing = new Framing().add("cooper copy 1").add(picked.size());
        int next = 0;
        for (Picked source : picked) {
            switch (source) {
                case Picked.Files files -> {
                    framing.add(files.shape().name()).add(files.entries().size());
                    for (SelectedEntry entry : files.entries()) {
                        framing.add(entry.target()).add(digests.get(next++).digest().hex());
                    }
                }
                case Picked.Inline inline ->
                        framing.add("INLINE")
                                .add(inline.name())
                                .add(digests.get(next++).digest().hex());
                case Picked.Download download ->
                        framing.add("DOWNLOAD")
                                .add(download.name())
                                .add(digests.get(next++).digest().hex());
            }
        }
        return framing.digest();
    }

    /**
     * The digest of each selected file, so that the one that changed can be named. Reads the files
     * that the stat cache does not know, on all processors.
     */
    public List<FileDigest> digests() throws IOException {
        return new SelectionDigests().of(picked);
    }

    List<Picked> picked() {
        return picked;
    }
}
