package dev.cooper.dockerfile;

import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.List;

/**
 * The patterns of a {@code .dockerignore} file or of {@code --exclude}.
 *
 * <p>The last pattern that matches decides. A pattern that matches a directory also matches all
 * below it. Paths are relative to the root, with slashes, without one at either end.
 */
public final class IgnoreFile {
    /** Ignores nothing. */
    public static final IgnoreFile EMPTY = new IgnoreFile(List.of());

    private final List<Rule> rules;
    private final boolean reincludes;

    /** One pattern; a re-including one was written with {@code !}. */
    private record Rule(Glob glob, boolean reinclude) {}

    private IgnoreFile(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        this.reincludes = rules.stream().anyMatch(Rule::reinclude);
    }

    /**
     * Reads an ignore file.
     *
     * @param fileName how messages call the file
     * @throws DockerfileException when a pattern is wrong
     */
    public static IgnoreFile parse(String fileName, byte[] content) {
        SourceFile file = SourceFile.of(fileName, content);
        List<Rule> rules = new ArrayList<>();
        for (int number = 1; number <= file.lines().size(); number++) {
            String line = file.line(number);
            if (line.startsWith("#")) {
                continue;
            }
            try {
                addRule(rules, line);
            } catch (SyntaxException e) {
                int start = Blank.skip(line, 0) + 1;
                SourceRange range = new SourceRange(number, start, number, line.length() + 1);
                throw new DockerfileException(file, range, String.valueOf(e.getMessage()), "");
            }
        }
        return new IgnoreFile(rules);
    }

    /**
     * Takes patterns as they are, such as the values of {@code --exclude}.
     *
     * @throws SyntaxException when a pattern is wrong
     */
    public static IgnoreFile of(List<String> patterns) {
        List<Rule> rules = new ArrayList<>();
        for (String pattern : patterns) {
            addRule(rules, pattern);
        }
        return new IgnoreFile(rules);
    }

    private static void addRule(List<Rule> rules, String line) {
        String text = Blank.trim(line);
        boolean reinclude = text.startsWith("!");
        String pattern = reinclude ? Blank.trim(text.substring(1)) : text;
        if (pattern.isEmpty()) {
            if (reinclude) {
                throw new SyntaxException("\"!\" needs a pattern behind it");
            }
            return;
        }
        String clean = UnixPath.clean(pattern);
        if (clean.length() > 1 && clean.startsWith("/")) {
            clean = clean.substring(1);
        }
        rules.add(new Rule(Glob.deep(clean), reinclude));
    }

    /** Says whether there is no pattern at all. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Says whether some pattern re-includes what another one ignores. */
    public boolean reincludes() {
        return reincludes;
    }

    /** Says whether some pattern by itself ignores everything in the root. */
    boolean ignoresWholeRoot() {
        return rules.stream()
                .filter(rule -> !rule.reinclude())
                .map(rule -> rule.glob().toString())
                .anyMatch(p -> p.equals("*") || p.equals("**") || p.equals("**/*"));
    }

    /** Says whether a path is left out; for a walk {@link #root()} is faster. */
    public boolean ignores(String path) {
        Directory directory = root();
        int start = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
            directory = directory.enter(path.substring(start, slash));
            start = slash + 1;
        }
        return directory.ignores(path.substring(start));
    }

    /**
     * Says whether something below an ignored directory may be re-included. A walk can leave an
     * ignored directory out when this is false.
     */
    public boolean mayReinclude(String directory) {
        if (!reincludes) {
            return false;
        }
        for (Rule rule : rules) {
            if (rule.reinclude() && rule.glob().mayMatchBelow(directory)) {
                return true;
            }
        }
        return false;
    }

    /** The start of a walk. */
    public Directory root() {
        return new Directory("", new boolean[rules.size()]);
    }

    /** A directory met on a walk; remembers which patterns matched it or a parent. */
    public final class Directory {
        private final String prefix;
        private final boolean[] inherited;

        private Directory(String prefix, boolean[] inherited) {
            this.prefix = prefix;
            this.inherited = inherited;
        }

        /** Says whether an entry of this directory is left out. */
        public boolean ignores(String name) {
            String path = prefix + name;
            boolean ignored = false;
            for (int i = 0; i < inherited.length; i++) {
                Rule rule = rules.get(i);
                if (rule.reinclude() == ignored && (inherited[i] || rule.glob().matches(path))) {
                    ignored = !rule.reinclude();
                }
            }
            return ignored;
        }

        /** Goes into a sub-directory, ignored or not. */
        public Directory enter(String name) {
            String path = prefix + name;
            boolean[] below = inherited.clone();
            for (int i = 0; i < below.length; i++) {
                below[i] = below[i] || rules.get(i).glob().matches(path);
            }
            return new Directory(path + "/", below);
        }
    }
}
