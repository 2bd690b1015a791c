package dev.cooper.store;

import dev.cooper.linux.Directory;
import dev.cooper.linux.Stat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Needs no right to mount: a chain is copied into one tree, and what a step has changed is found by
 * comparing the tree with the layers. The tree of a committed step becomes the tree of the step
 * that goes on from it, so a row of steps copies its base once.
 */
final class CopyMounter implements Mounter {
    private final SnapshotHome home;
    private final WorkArea area;
    private final boolean ignoreOwnership;
    private final Map<List<SnapshotId>, CopiedTree> reusable = new HashMap<>();
    private final Map<List<SnapshotId>, String> views = new HashMap<>();

    CopyMounter(SnapshotHome home, WorkArea area, boolean ignoreOwnership) {
        this.home = home;
        this.area = area;
        this.ignoreOwnership = ignoreOwnership;
    }

    @Override
    public Mounted mount(List<SnapshotId> chain, @Nullable Work work) throws IOException {
        if (work == null) {
            return new Mounted(view(chain), () -> {});
        }
        CopiedTree tree = work.tree();
        if (tree == null) {
            tree = takeReusable(chain);
            if (tree == null) {
                tree = copy(chain);
            }
            work.useTree(tree);
        }
        work.mounted();
        return new Mounted(tree.path(), work::unmounted);
    }

    private synchronized @Nullable CopiedTree takeReusable(List<SnapshotId> chain) {
        return reusable.remove(chain);
    }

    /** Views are kept until the end: stages are copied from again and again. */
    private synchronized String view(List<SnapshotId> chain) throws IOException {
        if (chain.isEmpty()) {
            return home.path() + "/" + SnapshotHome.EMPTY;
        }
        if (chain.size() == 1 && !home.info(chain.getFirst()).hasMarks()) {
            return home.pathOf(chain.getFirst()) + "/" + SnapshotHome.DATA;
        }
        String known = views.get(chain);
        if (known != null) {
            return known;
        }
        // The tree of a finished step serves as it is; whoever goes on from it makes a copy then.
        CopiedTree tree = reusable.remove(chain);
        String made = (tree != null ? tree : copy(chain)).path();
        views.put(chain, made);
        return made;
    }

    private CopiedTree copy(List<SnapshotId> chain) throws IOException {
        String name = area.makeDirectory("t");
        try (Directory root = area.directory().openDirectory(name);
                MergedDirectory from = MergedDirectory.root(home, chain)) {
            new TreeCopy(root, new FileAttributes(ignoreOwnership)).copyChildren(from, root, "");
            RootAttributes.apply(home, chain, root);
        }
        return baseline(name);
    }

    /**
     * Waits until the kernel's clock has moved on, a few milliseconds at most: then every later
     * change gets a later ctime than all files have now.
     */
    private CopiedTree baseline(String name) throws IOException {
        Stat now = touch();
        while (true) {
            Stat later = touch();
            if (later.ctimeSeconds() != now.ctimeSeconds()
                    || later.ctimeNanos() != now.ctimeNanos()) {
                String path = area.path().resolve(name).toString();
                return new CopiedTree(name, path, now.ctimeSeconds(), now.ctimeNanos());
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("copying layers: interrupted");
            }
        }
    }

    private Stat touch() throws IOException {
        String name = area.newName("c");
        area.directory().create(name, 0600).close();
        Stat stat = area.directory().stat(name);
        area.directory().unlink(name);
        return stat;
    }

    @Override
    public void finish(Work work) throws IOException {
        CopiedTree tree = work.tree();
        if (tree == null) {
            return; // never mounted, or nothing to compare with
        }
        try (Directory root = Directory.open(tree.path());
                Directory upper = work.openUpper();
                MergedDirectory below = MergedDirectory.root(home, work.chain())) {
            FileAttributes attributes = new FileAttributes(ignoreOwnership);
            new TreeDiff(tree, upper, home.marks(), attributes).run(root, below);
        }
    }

    @Override
    public void committed(Work work, SnapshotId id) throws IOException {
        CopiedTree tree = work.tree();
        if (tree != null) {
            List<SnapshotId> chain = new ArrayList<>(work.chain());
            chain.add(id);
            CopiedTree fresh = baseline(tree.name());
            work.useTree(null);
            synchronized (this) {
                reusable.put(List.copyOf(chain), fresh);
            }
        }
    }
}
