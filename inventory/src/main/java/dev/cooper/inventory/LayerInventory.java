package dev.cooper.inventory;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarReader;
import dev.cooper.archive.Whiteouts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What one layer holds, whatever lies below or above it.
 *
 * @param size of the tar in bytes; 0 for a directory, and while it is being read
 * @param distribution what the layer says that it is part of
 * @param packages that files of the layer describe
 * @param owned files that packages of the distribution have brought
 * @param brought files that other packages have brought, as far as they list them: those of
 *     languages, and those that others have made for the distribution
 * @param files everything in the layer that is no directory
 * @param hidden what the layer hides of those below it
 * @param emptied directories of which it hides everything
 * @param executables programs, libraries and Java archives
 * @param warnings sentences about files that could not be read
 */
record LayerInventory(
        long size,
        Distribution distribution,
        List<SoftwarePackage> packages,
        PathSet owned,
        PathSet brought,
        PathSet files,
        PathSet hidden,
        PathSet emptied,
        List<Executable> executables,
        List<String> warnings) {

    LayerInventory {
        packages = List.copyOf(packages);
        executables = List.copyOf(executables);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a layer.
     *
     * @param reader neither closed here nor read behind its end mark
     * @throws IOException when the tar itself cannot be read
     */
    static LayerInventory read(TarReader reader, Audience audience) throws IOException {
        List<String> files = new ArrayList<>();
        List<String> hidden = new ArrayList<>();
        List<String> emptied = new ArrayList<>();
        LinkCircles links = new LinkCircles();
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            String path = entry.cleanPath();
            String name = path.substring(path.lastIndexOf('/') + 1);
            String parent = path.substring(0, Math.max(0, path.length() - name.length() - 1));
            if (name.equals(Whiteouts.OPAQUE)) {
                emptied.add(parent);
            } else if (Whiteouts.isWhiteout(name)) {
                String sibling = Whiteouts.hidden(name);
                hidden.add(parent.isEmpty() ? sibling : parent + "/" + sibling);
            } else if (entry.type() != TarEntry.Type.DIRECTORY) {
                files.add(path);
                if (entry.type() == TarEntry.Type.FILE) {
                    boolean executable = (entry.mode() & 0111) != 0;
                    audience.show(
                            new Candidate(path, name, entry.size(), executable), reader.content());
                } else if (entry.type() == TarEntry.Type.SYMLINK) {
                    links.add(path, entry.linkTarget());
                }
            }
        }
        links.warn(audience.findings());
        return of(audience, PathSet.of(files), PathSet.of(hidden), PathSet.of(emptied));
    }

    /** What an audience has found, which has seen all files of a layer. */
    static LayerInventory of(Audience audience, PathSet files, PathSet hidden, PathSet emptied) {
        Findings findings = audience.findings();
        return new LayerInventory(
                0,
                findings.distribution(),
                findings.packages(),
                findings.owned(),
                findings.brought(),
                files,
                hidden,
                emptied,
                audience.executables(),
                findings.warnings());
    }

    /** The same, of a tar of so many bytes. */
    LayerInventory withSize(long bytes) {
        return new LayerInventory(
                bytes,
                distribution,
                packages,
                owned,
                brought,
                files,
                hidden,
                emptied,
                executables,
                warnings);
    }

    /** Whether something of a layer below cannot be seen through this one. */
    boolean hides(String path) {
        return hidden.hasOnTheWayTo(path) || files.hasOnTheWayTo(path) || isEmptied(path);
    }

    private boolean isEmptied(String path) {
        for (int slash = path.lastIndexOf('/');
                slash >= 0;
                slash = path.lastIndexOf('/', slash - 1)) {
            if (emptied.has(path.substring(0, slash))) {
                return true;
            }
        }
        return emptied.has("");
    }
}
