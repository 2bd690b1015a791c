package dev.cooper.build;

import dev.cooper.linux.Directory;
import dev.cooper.linux.FileType;
import dev.cooper.linux.Stat;
import dev.cooper.oci.Digest;
import dev.cooper.store.Mounted;
import dev.cooper.store.SnapshotId;
import dev.cooper.store.Snapshots;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

final class CopyInputs implements AutoCloseable {
    interface Content {
        void addTo(KeyInputs key);
    }

    private final BuildRequest request;
    private final Snapshots snapshots;

    CopyInputs(
            BuildRequest request, Snapshots snapshots, Path cache, Progress progress, Clock clock) {
        this.request = request;
        this.snapshots = snapshots;
    }

    Content ofContext(CopyStep step) throws IOException {
        try (Directory d = Directory.open(request.context().get().toString())) {
            return of(step, d);
        }
    }

    Content of(CopyStep step, Directory root) throws IOException {
        KeyInputs k = new KeyInputs();
        for (String p : step.paths()) {
            StringBuilder b = new StringBuilder();
            walk(root, p, b);
            k.with(p, b.toString());
        }
        return key -> key.with("content", k.digest().toString());
    }

    static void walk(Directory d, String path, StringBuilder b) throws IOException {
        int s = path.lastIndexOf('/');
        String parent = s < 0 ? "" : path.substring(0, s);
        String name = path.substring(s + 1);
        if (name.isEmpty() || name.equals(".")) {
            try (Directory x = d.resolve(path)) {
                tree(x, "", b);
            }
            return;
        }
        try (Directory x = d.resolve(parent)) {
            one(x, name, name, b);
        }
    }

    static void tree(Directory x, String prefix, StringBuilder b) throws IOException {
        for (String n : x.list()) one(x, n, prefix + "/" + n, b);
    }

    static void one(Directory x, String n, String path, StringBuilder b) throws IOException {
        Stat s = x.stat(n);
        b.append(path).append(' ').append(Integer.toOctalString(s.mode()));
        if (s.type() == FileType.FILE)
            try (var in = x.read(n)) {
                b.append(Digest.sha256(in.readAllBytes()));
            }
        if (s.type() == FileType.DIRECTORY)
            try (Directory y = x.openDirectory(n)) {
                tree(y, path, b);
            }
        b.append('\n');
    }

    Content ofUrls(CopyStep step) throws IOException {
        throw new IOException("urls");
    }

    Content ofRoot(CopyStep step, List<SnapshotId> chain) throws IOException {
        try (Mounted m = snapshots.mount(chain, null);
                Directory d = m.directory()) {
            return of(step, d);
        }
    }

    Digest treeDigest(List<SnapshotId> chain, String path) throws IOException {
        throw new IOException("tree");
    }

    void copyFromContext(CopyStep step, Directory root, Digest vertex) throws IOException {
        try (Directory d = Directory.open(request.context().get().toString())) {
            copy(step, d, root);
        }
    }

    void copyFromRoot(CopyStep step, List<SnapshotId> chain, Directory root) throws IOException {
        try (Mounted m = snapshots.mount(chain, null);
                Directory d = m.directory()) {
            copy(step, d, root);
        }
    }

    void copy(CopyStep step, Directory from, Directory root) throws IOException {
        for (String p : step.paths()) {
            boolean dir = step.destination().endsWith("/");
            String dest = step.destination();
            int s = p.lastIndexOf('/');
            String parent = s < 0 ? "" : p.substring(0, s);
            String name = p.substring(s + 1);
            if (name.isEmpty() || name.equals(".")) {
                WorkingDirectory.make(root, dest, 0, 0);
                try (Directory x = from.resolve(p);
                        Directory t = root.resolve(dest)) {
                    TreeCopy.copy(x, t);
                }
                continue;
            }
            try (Directory x = from.resolve(parent)) {
                Stat st = x.stat(name);
                if (st.type() == FileType.DIRECTORY) {
                    WorkingDirectory.make(root, dest, 0, 0);
                    try (Directory y = x.openDirectory(name);
                            Directory t = root.resolve(dest)) {
                        TreeCopy.copy(y, t);
                    }
                } else {
                    String dd = dir ? dest : dest.substring(0, dest.lastIndexOf('/') + 1);
                    String nn = dir ? name : dest.substring(dest.lastIndexOf('/') + 1);
                    WorkingDirectory.make(root, dd, 0, 0);
                    try (Directory t = root.resolve(dd)) {
                        t.removeTree(nn);
                        x.copyFile(name, t, nn, st.permissions());
                    }
                }
            }
        }
    }

    @Override
    public void close() {}
}
