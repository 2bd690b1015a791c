package dev.cooper.inventory.lock;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code Gemfile.lock} of Bundler: how far a line is moved in says what it is. */
public final class GemfileLock implements LockFile {
    private static final String GEM = "    ";
    private static final String NEED = "      ";

    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        Map<String, String> versions = new LinkedHashMap<>();
        Map<String, List<String>> needs = new LinkedHashMap<>();
        Set<String> direct = new HashSet<>();
        String section = "";
        String gem = "";
        for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
            if (!line.isEmpty() && line.charAt(0) != ' ') {
                section = line.strip();
            } else if (section.equals("DEPENDENCIES")) {
                direct.add(line.strip().split("[ !]", 2)[0]);
            } else if (line.startsWith(NEED)) {
                needs.computeIfAbsent(gem, each -> new ArrayList<>())
                        .add(line.strip().split(" ", 2)[0]);
            } else if (line.startsWith(GEM) && line.endsWith(")") && line.contains(" (")) {
                gem = line.strip().split(" ", 2)[0];
                String version = line.substring(line.indexOf('(') + 1, line.length() - 1);
                // A gem may be there for several platforms.
                int platform = version.indexOf('-');
                versions.putIfAbsent(gem, platform < 0 ? version : version.substring(0, platform));
            }
        }
        List<Locked> found = new ArrayList<>();
        versions.forEach((name, version) ->
                found.add(
                        Locked.of(name, version)
                                .with(Locked.directIf(direct.contains(name)))
                                .withDependencies(needs.getOrDefault(name, List.of()))));
        return found;
    }
}
