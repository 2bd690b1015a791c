package dev.cooper.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a RUN instruction asks for, with every variable expanded.
 *
 * @param argv the command; its first element is looked up on the PATH of {@code env}
 * @param env {@code NAME=value} in order; part of the cache key
 * @param unkeyedEnv proxy settings: seen by the command, not part of the cache key
 * @param workingDirectory absolute
 * @param user as in USER, or empty for root
 * @param mounts in order
 * @param script the body of a heredoc that starts with {@code #!}; empty for any other command
 * @param network how the command reaches the network
 * @param insecure whether it runs with all privileges
 */
record RunStep(
        List<String> argv,
        List<String> env,
        List<String> unkeyedEnv,
        String workingDirectory,
        String user,
        List<Mount> mounts,
        Optional<Script> script,
        Network network,
        boolean insecure) {

    /** How a step reaches the network. */
    enum Network {
        /** As the build's {@code --network} says. */
        DEFAULT,
        /** A network of its own with nothing but loopback. */
        NONE,
        /** The host's. */
        HOST
    }

    /**
     * A script given as a heredoc.
     *
     * @param name the heredoc's word; the file is {@code /dev/pipes/<name>}
     * @param body its text
     */
    record Script(String name, String body) {}

    /** A {@code --mount} of RUN. */
    sealed interface Mount {
        /** Where it appears: absolute; empty for a secret that is only an environment variable. */
        String target();

        /** Files of a context, a stage or an image, read-only or with writes thrown away. */
        record Bind(String target, Vertex from, String source, boolean writable) implements Mount {}

        /** A directory that outlives the build. */
        record Cache(
                String target,
                String id,
                Sharing sharing,
                Optional<Vertex> from,
                String source,
                boolean readOnly,
                int mode,
                int uid,
                int gid)
                implements Mount {}

        /** An empty directory in memory; a size of 0 means no bound of its own. */
        record Tmpfs(String target, long size) implements Mount {}

        /** A secret file, an environment variable, or both. */
        record Secret(
                String id,
                String target,
                Optional<String> env,
                boolean required,
                int mode,
                int uid,
                int gid)
                implements Mount {}

        /** A socket to an SSH agent. */
        record Ssh(String id, String target, boolean required, int mode, int uid, int gid)
                implements Mount {}
    }

    /** How builds share a cache mount. */
    enum Sharing {
        /** Many at once. */
        SHARED,
        /** Each gets one of its own when another holds it. */
        PRIVATE,
        /** One waits for the other. */
        LOCKED
    }

    RunStep {
        argv = List.copyOf(argv);
        env = List.copyOf(env);
        unkeyedEnv = List.copyOf(unkeyedEnv);
        mounts = List.copyOf(mounts);
    }

    /** The vertices that mounts read. */
    List<Vertex> sources() {
        List<Vertex> sources = new ArrayList<>();
        for (Mount mount : mounts) {
            switch (mount) {
                case Mount.Bind bind -> sources.add(bind.from());
                case Mount.Cache cache -> cache.from().ifPresent(sources::add);
                case Mount.Tmpfs _, Mount.Secret _, Mount.Ssh _ -> {}
            }
        }
        return sources;
    }

    /**
     * Joins {@code env}, {@code unkeyedEnv} and secrets to the list that a process gets: each name
     * once, since programs differ in which of two they see. Secrets win, then {@code env}.
     */
    List<String> environment(Map<String, String> secrets) {
        Map<String, String> all = new LinkedHashMap<>();
        unkeyedEnv.forEach(pair -> all.put(name(pair), pair));
        env.forEach(pair -> all.put(name(pair), pair));
        secrets.forEach((name, value) -> all.put(name, name + "=" + value));
        return new ArrayList<>(all.values());
    }

    private static String name(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0 ? pair : pair.substring(0, equals);
    }
}
