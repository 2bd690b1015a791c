import dev.cooper.archive.Compression;
import dev.cooper.archive.LayerWriter;
import dev.cooper.archive.TarEntry;

import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes a directory as a gzip layer with both digests and prints the seconds that took. */
public class Layer {
    public static void main(String[] args) throws Exception {
        long begin = System.nanoTime();
        Path root = Path.of(args[0]);
        try (OutputStream target =
                        new BufferedOutputStream(Files.newOutputStream(Path.of(args[1])), 1 << 20);
                LayerWriter layer = new LayerWriter(target, Compression.GZIP, -1)) {
            List<Path> paths;
            try (Stream<Path> walk = Files.walk(root)) {
                paths = walk.skip(1).sorted().toList();
            }
            for (Path path : paths) {
                add(layer, root, path);
            }
            layer.finish();
        }
        System.out.printf("%.2f%n", (System.nanoTime() - begin) / 1e9);
    }

    private static void add(LayerWriter layer, Path root, Path path) throws Exception {
        Map<String, Object> stat =
                Files.readAttributes(path, "unix:mode,uid,gid,size", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) stat.get("mode");
        String name = root.relativize(path).toString();
        TarEntry entry =
                switch (mode & 0170000) {
                    case 0040000 -> TarEntry.directory(name);
                    case 0120000 -> TarEntry.symlink(name, Files.readSymbolicLink(path).toString());
                    default -> TarEntry.file(name, (Long) stat.get("size"));
                };
        long seconds = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toMillis() / 1000;
        entry =
                entry.withMode(mode & 07777)
                        .withOwner((Integer) stat.get("uid"), (Integer) stat.get("gid"))
                        .withMtime(seconds, 0);
        if (entry.type() == TarEntry.Type.FILE) {
            try (InputStream content = Files.newInputStream(path)) {
                layer.tar().write(entry, content);
            }
        } else {
            layer.tar().write(entry);
        }
    }
}
