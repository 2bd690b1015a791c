package dev.cooper.inventory;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Licences of Debian's packages: {@code usr/share/doc/PACKAGE/copyright}, where it is in the form
 * that machines can read (DEP-5).
 */
final class CopyrightCataloger implements Cataloger {
    private static final String HOME = "usr/share/doc/";
    private static final String FILE = "/copyright";
    private static final long LARGEST = 1 << 20;
    private static final int LONGEST_NAME = 200;

    @Override
    public String id() {
        return "copyright-1";
    }

    @Override
    public boolean wants(Candidate file) {
        String path = file.path();
        return path.startsWith(HOME)
                && path.endsWith(FILE)
                && file.size() <= LARGEST
                && path.indexOf('/', HOME.length()) == path.length() - FILE.length();
    }

    @Override
    public void read(LayerFile file, Findings findings) {
        byte[] bytes = file.bytes();
        String start = new String(bytes, 0, Math.min(bytes.length, 400), StandardCharsets.UTF_8);
        if (!start.contains("copyright-format") && !start.contains("dep5")) {
            return;
        }
        Set<String> licenses = new TreeSet<>();
        for (Map<String, String> paragraph : new Stanzas(bytes, Set.of("license"))) {
            String name = paragraph.getOrDefault("license", "").lines().findFirst().orElse("");
            if (!name.isBlank() && name.length() <= LONGEST_NAME) {
                licenses.add(name.strip());
            }
        }
        String path = file.path();
        findings.copyright(
                path.substring(HOME.length(), path.length() - FILE.length()),
                List.copyOf(licenses));
    }
}
