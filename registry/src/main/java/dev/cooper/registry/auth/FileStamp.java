package dev.cooper.registry.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * How some files looked at one time: equal stamps mean that they have not changed since. Symbolic
 * links are followed, as secrets of containers are exchanged by turning a link.
 *
 * @param files one text for each
 */
record FileStamp(List<String> files) {
    static FileStamp of(List<Path> paths) throws IOException {
        List<String> stamps = new ArrayList<>();
        for (Path path : paths) {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            stamps.add(found.fileKey() + " " + found.size() + " " + found.lastModifiedTime());
        }
        return new FileStamp(List.copyOf(stamps));
    }
}
