package dev.cooper.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills all below a process that has made itself the parent of orphans: whoever loses his parent
 * becomes its child, so killing children until there are none gets everybody.
 */
final class ProcessTree {
    /**
     * The same in shell, for when this process was killed itself; it reads the ID and then waits.
     */
    private static final String WATCHER =
            """
            trap '' HUP INT TERM
            read -r init || exit 0
            read -r ended && exit 0
            while children=$(cat /proc/$init/task/$init/children 2>/dev/null); do
                if [ "$children" ]; then
                    kill -9 $children 2>/dev/null
                elif grep -q '^State:.Z' /proc/$init/status; then
                    exit 0
                fi
                sleep 0.01
            done
            """;

    private static final long PAUSE_NANOS = 1_000_000;

    private ProcessTree() {}

    /** Kills until the process itself has ended, which it does when nobody is left below it. */
    static void killBelow(int init) {
        while (isAlive(init)) {
            children(init).forEach(Spawn::kill);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static List<Integer> children(int pid) {
        List<Integer> children = new ArrayList<>();
        for (String word : read(pid, "task/" + pid + "/children").split(" ", -1)) {
            if (!word.isBlank()) {
                children.add(Integer.valueOf(word.strip()));
            }
        }
        return children;
    }

    private static boolean isAlive(int pid) {
        String stat = read(pid, "stat");
        int name = stat.lastIndexOf(')');
        return name > 0 && stat.charAt(name + 2) != 'Z';
    }

    private static String read(int pid, String file) {
        try {
            return Files.readString(
                    Path.of("/proc", Integer.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    /** Starts a shell that does the same should this process die before {@link #release}. */
    static Process watch() throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", WATCHER)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Tells the watcher whom to watch. */
    static void watch(Process watcher, int init) throws IOException {
        tell(watcher, Integer.toString(init));
    }

    /** Tells the watcher that all is over. */
    static void release(Process watcher) throws IOException {
        tell(watcher, "ended");
        watcher.getOutputStream().close();
    }

    private static void tell(Process watcher, String line) throws IOException {
        watcher.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        watcher.getOutputStream().flush();
    }
}
