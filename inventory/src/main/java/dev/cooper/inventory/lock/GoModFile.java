package dev.cooper.inventory.lock;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code go.mod} ("Go Modules Reference"). Before Go 1.17 it named no indirect modules; those are
 * taken from the {@code go.sum} beside it then.
 */
public final class GoModFile implements LockFile {
    private static final int FIRST_WHOLE_MINOR = 17;

    private final Map<String, Locked> required = new LinkedHashMap<>();

    /** By module, or module and version; an empty name stands for a directory. */
    private final Map<String, String[]> replaced = new HashMap<>();

    private boolean isWhole = true;

    /** A reader; one file is read by a copy of it. */
    public GoModFile() {}

    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        GoModFile file = new GoModFile();
        String block = "";
        for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
            int comment = line.indexOf("//");
            String text = (comment < 0 ? line : line.substring(0, comment)).strip();
            boolean isIndirect =
                    comment >= 0 && line.substring(comment + 2).strip().startsWith("indirect");
            if (text.equals(")")) {
                block = "";
            } else if (text.endsWith("(")) {
                block = text.substring(0, text.length() - 1).strip();
            } else if (!text.isEmpty()) {
                file.take((block + " " + text).strip().split("\\s+"), isIndirect);
            }
        }
        if (!file.isWhole) {
            around.file("go.sum").ifPresent(file::addSums);
        }
        return file.found();
    }

    private void take(String[] words, boolean isIndirect) {
        switch (words[0]) {
            case "go" -> isWhole = words.length < 2 || minor(words[1]) >= FIRST_WHOLE_MINOR;
            case "require" -> {
                if (words.length >= 3) {
                    String name = unquoted(words[1]);
                    required.put(
                            name, Locked.of(name, words[2]).with(Locked.directIf(!isIndirect)));
                }
            }
            case "replace" -> replace(words);
            default -> {
                // module, toolchain, exclude, retract, tool
            }
        }
    }

    /** {@code replace OLD [VERSION] => NEW [VERSION]}. */
    private void replace(String[] words) {
        int arrow = List.of(words).indexOf("=>");
        if (arrow < 2 || arrow + 1 >= words.length) {
            return;
        }
        String old = unquoted(words[1]) + (arrow == 3 ? " " + words[2] : "");
        boolean isModule = words.length > arrow + 2;
        replaced.put(
                old,
                isModule
                        ? new String[] {unquoted(words[arrow + 1]), words[arrow + 2]}
                        : new String[] {"", ""});
    }

    private void addSums(byte[] sums) {
        for (String line : new String(sums, StandardCharsets.UTF_8).lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words.length == 3 && !words[1].endsWith("/go.mod")) {
                // The last line of a module has its highest version, in the order of texts at
                // least.
                Locked before = required.get(words[0]);
                if (before == null || before.relationship() == Locked.Relationship.UNKNOWN) {
                    required.put(words[0], Locked.of(words[0], words[1]));
                }
            }
        }
    }

    private List<Locked> found() {
        List<Locked> found = new ArrayList<>();
        for (Locked each : required.values()) {
            String[] other =
                    replaced.getOrDefault(
                            each.name() + " " + each.version(), replaced.get(each.name()));
            if (other == null) {
                found.add(each);
            } else if (!other[0].isEmpty()) {
                found.add(Locked.of(other[0], other[1]).with(each.relationship()));
            }
        }
        return found;
    }

    private static int minor(String go) {
        String[] parts = go.split("\\.", -1);
        try {
            return parts.length < 2 ? 0 : Integer.parseInt(parts[1].replaceFirst("\\D.*", ""));
        } catch (NumberFormatException e) {
            return FIRST_WHOLE_MINOR;
        }
    }

    private static String unquoted(String text) {
        return text.replace("\"", "").replace("`", "");
    }
}
