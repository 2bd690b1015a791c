package dev.cooper.inventory.lock;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code gradle.lockfile}: {@code group:name:version=configuration,configuration}. */
public final class GradleLock implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        List<Locked> found = new ArrayList<>();
        for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
            int equals = line.indexOf('=');
            String[] parts = line.substring(0, Math.max(0, equals)).strip().split(":", -1);
            if (line.startsWith("#") || parts.length != 3 || parts[2].isEmpty()) {
                continue;
            }
            String[] configurations = line.substring(equals + 1).split(",", -1);
            boolean isForTests =
                    Arrays.stream(configurations).allMatch(each -> each.strip().startsWith("test"));
            found.add(Locked.of(parts[0] + ":" + parts[1], parts[2]).withDevelopment(isForTests));
        }
        return found;
    }
}
