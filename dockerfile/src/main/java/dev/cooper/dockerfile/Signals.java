package dev.cooper.dockerfile;

import java.util.List;
import java.util.Locale;

/** The signals of Linux that STOPSIGNAL may name. */
final class Signals {
    static final List<String> NAMES =
            List.of(
                    "SIGABRT",
                    "SIGALRM",
                    "SIGBUS",
                    "SIGCHLD",
                    "SIGCLD",
                    "SIGCONT",
                    "SIGFPE",
                    "SIGHUP",
                    "SIGILL",
                    "SIGINT",
                    "SIGIO",
                    "SIGIOT",
                    "SIGKILL",
                    "SIGPIPE",
                    "SIGPOLL",
                    "SIGPROF",
                    "SIGPWR",
                    "SIGQUIT",
                    "SIGSEGV",
                    "SIGSTKFLT",
                    "SIGSTOP",
                    "SIGSYS",
                    "SIGTERM",
                    "SIGTRAP",
                    "SIGTSTP",
                    "SIGTTIN",
                    "SIGTTOU",
                    "SIGURG",
                    "SIGUSR1",
                    "SIGUSR2",
                    "SIGVTALRM",
                    "SIGWINCH",
                    "SIGXCPU",
                    "SIGXFSZ",
                    "SIGRTMIN",
                    "SIGRTMAX");

    /** The highest signal number of Linux. */
    private static final int HIGHEST = 64;

    private Signals() {}

    /** Accepts a number from 1, and a name in any case with or without SIG, also RTMIN+3. */
    static boolean isSignal(String text) {
        int number = number(text);
        if (number >= 0) {
            return number >= 1 && number <= HIGHEST;
        }
        String name = text.toUpperCase(Locale.ROOT);
        String full = name.startsWith("SIG") ? name : "SIG" + name;
        return NAMES.contains(full)
                || isOffset(full, "SIGRTMIN+", 15)
                || isOffset(full, "SIGRTMAX-", 14);
    }

    private static boolean isOffset(String name, String start, int highest) {
        int offset = name.startsWith(start) ? number(name.substring(start.length())) : -1;
        return offset >= 0 && offset <= highest;
    }

    /** The text as a number, or -1. */
    private static int number(String text) {
        if (text.isEmpty() || text.length() > 5) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }
}
