package dev.cooper.inventory.lock;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code mix.lock} of Elixir: a map of tuples, of which those from Hex begin with {@code :hex}. */
public final class MixLock implements LockFile {
    private static final Pattern PACKAGE =
            Pattern.compile("\\{:hex,\\s*:\"?([^\",\\s]+)\"?,\\s*\"([^\"]+)\"");
    private static final Pattern NEED =
            Pattern.compile("\\{:\"?([^\",\\s]+)\"?,\\s*\"[^\"]*\",\\s*\\[");

    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        List<Locked> found = new ArrayList<>();
        for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
            Matcher each = PACKAGE.matcher(line);
            if (each.find()) {
                List<String> needed = new ArrayList<>();
                Matcher need = NEED.matcher(line).region(each.end(), line.length());
                while (need.find()) {
                    needed.add(need.group(1));
                }
                found.add(Locked.of(each.group(1), each.group(2)).withDependencies(needed));
            }
        }
        return found;
    }
}
