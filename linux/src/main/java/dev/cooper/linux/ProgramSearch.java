package dev.cooper.linux;

import java.util.ArrayList;
import java.util.List;

/** Where a program is looked for, as execvp does it. */
final class ProgramSearch {
    /** The PATH that docker gives to a container when the image has none. */
    static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private ProgramSearch() {}

    /** Returns the paths to try in order. */
    static List<String> candidates(String program, List<String> env, String cwd) {
        if (program.indexOf('/') >= 0) {
            return List.of(program.startsWith("/") ? program : join(cwd, program));
        }
        List<String> paths = new ArrayList<>();
        for (String directory : path(env).split(":", -1)) {
            if (directory.startsWith("/")) { // as docker: a relative part of PATH is not safe
                paths.add(join(directory, program));
            }
        }
        return paths;
    }

    /** Returns the PATH of an environment. */
    static String path(List<String> env) {
        String path = DEFAULT_PATH;
        for (String variable : env) {
            if (variable.startsWith("PATH=")) {
                path = variable.substring("PATH=".length());
            }
        }
        return path;
    }

    private static String join(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }
}
