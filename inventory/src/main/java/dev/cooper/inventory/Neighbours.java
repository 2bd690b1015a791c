package dev.cooper.inventory;

import dev.cooper.inventory.lock.Surroundings;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;

/**
 * The files around one of a directory that is looked at, and nothing outside of that directory.
 *
 * @param path of the file, clean and relative
 * @param files gives the content of a clean relative path, empty where there is no such file
 */
record Neighbours(String path, Function<String, Optional<byte[]>> files) implements Surroundings {
    @Override
    public Optional<byte[]> file(String relative) {
        Deque<String> clean = new ArrayDeque<>();
        String directory = path.substring(0, path.lastIndexOf('/') + 1);
        for (String each : (directory + relative).split("/", -1)) {
            if (each.equals("..")) {
                if (clean.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!each.isEmpty() && !each.equals(".")) {
                clean.add(each);
            }
        }
        return relative.startsWith("/") ? Optional.empty() : files.apply(String.join("/", clean));
    }
}
