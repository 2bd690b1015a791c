package dev.cooper.inventory;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Java archives, those within others too. */
final class JavaCataloger implements Cataloger {
    private static final Set<String> SUFFIXES =
            Set.of("jar", "war", "ear", "par", "sar", "rar", "nar", "hpi", "jpi", "kar", "lpkg");

    @Override
    public String id() {
        return "java-4";
    }

    @Override
    public boolean wants(Candidate file) {
        return isArchive(file.name());
    }

    static boolean isArchive(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && SUFFIXES.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    @Override
    public void read(LayerFile file, Findings findings) throws IOException {
        new JavaArchive(findings, file.path()).read(file.name(), file.bytes(), List.of());
    }
}
