package dev.cooper.build.copy;

import dev.cooper.linux.Stat;
import dev.cooper.oci.Digest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Computes the digest of each selected file. */
final class SelectionDigests {
    private final Map<FileId, String> linked = new HashMap<>();
    private final Framing framing = new Framing();

    private record FileId(long dev, long inode) {}

    List<FileDigest> of(List<Picked> picked) throws IOException {
        List<FileDigest> digests = new ArrayList<>();
        for (Picked source : picked) {
            switch (source) {
                case Picked.Files files -> digests.addAll(ofFiles(files));
                case Picked.Inline inline ->
                        digests.add(
                                new FileDigest(
                                        "<<" + inline.name(),
                                        Digest.sha256(inline.content().toArray())));
                case Picked.Download download ->
                        digests.add(
                                new FileDigest(download.file().url(), download.file().digest()));
            }
        }
        return digests;
    }

    private List<FileDigest> ofFiles(Picked.Files files) throws IOException {
        Content[] contents = new ContentDigests(files.tree()).of(files.entries());
        List<FileDigest> digests = new ArrayList<>(contents.length);
        for (int i = 0; i < contents.length; i++) {
            SelectedEntry entry = files.entries().get(i);
            digests.add(new FileDigest(entry.path(), digest(files.tree(), entry, contents[i])));
        }
        return digests;
    }

    /**
     * What has to be read of a file.
     *
     * @param raw the digest of a file's bytes, empty for everything else
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Content(byte[] raw, SortedMap<String, byte[]> xattrs) {}

    private Digest digest(SourceTree tree, SelectedEntry entry, Content content) {
        Stat stat = entry.stat();
        framing.add(stat.mode())
                .add(tree.uid(stat))
                .add(tree.gid(stat))
                .add(stat.rdevMajor())
                .add(stat.rdevMinor())
                .add(entry.linkTarget())
                .add(firstLink(entry))
                .add(content.raw())
                .add(content.xattrs().size());
        content.xattrs().forEach((key, value) -> framing.add(key).add(value));
        return framing.digest();
    }

    /** Two names of one file are copied as such, so they differ from two equal files. */
    private String firstLink(SelectedEntry entry) {
        Stat stat = entry.stat();
        if (stat.nlink() < 2 || stat.isDirectory()) {
            return "";
        }
        String first = linked.putIfAbsent(new FileId(stat.dev(), stat.inode()), entry.target());
        return first == null ? "" : first;
    }
}
