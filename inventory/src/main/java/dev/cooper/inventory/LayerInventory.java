package dev.cooper.inventory;

import dev.cooper.archive.TarEntry;
import dev.cooper.archive.TarLimits;
import dev.cooper.archive.TarReader;
import dev.cooper.archive.Whiteouts;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What one layer holds, whatever lies below or above it.
 *
 * @param distribution what the layer says that it is part of
 * @param packages that files of the layer describe
 * @param owned files that packages of the system have brought
 * @param files everything in the layer that is no directory
 * @param hidden what the layer hides of those below it
 * @param emptied directories of which it hides everything
 * @param warnings sentences about files that could not be read
 */
record LayerInventory(
        Distribution distribution,
        List<SoftwarePackage> packages,
        PathSet owned,
        PathSet files,
        PathSet hidden,
        PathSet emptied,
        List<String> warnings) {

    /** What no cataloger looks at is not more than this. */
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    LayerInventory {
        packages = List.copyOf(packages);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a layer.
     *
     * @param tar not compressed; not closed here
     * @throws IOException when the tar itself cannot be read
     */
    static LayerInventory read(InputStream tar, List<Cataloger> catalogers) throws IOException {
        Findings findings = new Findings();
        List<String> files = new ArrayList<>();
        List<String> hidden = new ArrayList<>();
        List<String> emptied = new ArrayList<>();
        @SuppressWarnings("resource") // whose stream is the caller's
        TarReader reader = new TarReader(tar, TarLimits.DEFAULT);
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
                    Candidate file =
                            new Candidate(path, name, entry.size(), (entry.mode() & 0111) != 0);
                    look(file, reader.content(), catalogers, findings);
                }
            }
        }
        return new LayerInventory(
                findings.distribution(),
                findings.packages(),
                PathSet.of(findings.owned()),
                PathSet.of(files),
                PathSet.of(hidden),
                PathSet.of(emptied),
                findings.warnings());
    }

    private static void look(
            Candidate candidate, InputStream content, List<Cataloger> catalogers, Findings findings)
            throws IOException {
        LayerFile file = null;
        for (Cataloger cataloger : catalogers) {
            if (candidate.size() > LARGEST || !cataloger.wants(candidate)) {
                continue;
            }
            if (file == null) {
                byte[] bytes = content.readNBytes((int) candidate.size());
                file = new LayerFile(candidate.path(), bytes);
            }
            try {
                cataloger.read(file, findings);
            } catch (DamagedFileException e) {
                findings.warn(candidate.path() + ": " + e.getMessage());
            }
        }
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
