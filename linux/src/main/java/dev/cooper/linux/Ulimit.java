package dev.cooper.linux;

import dev.cooper.oci.SyntaxException;

import java.util.List;

/**
 * A resource limit of a step, as in {@code --ulimit nofile=1024:2048}.
 *
 * @param name docker's name of the resource, for example {@code nofile}
 * @param soft soft limit; -1 for unlimited
 * @param hard hard limit; -1 for unlimited
 */
public record Ulimit(String name, long soft, long hard) {
    /** Names by the kernel's number of the resource. */
    private static final List<String> NAMES =
            List.of(
                    "cpu",
                    "fsize",
                    "data",
                    "stack",
                    "core",
                    "rss",
                    "nproc",
                    "nofile",
                    "memlock",
                    "as",
                    "locks",
                    "sigpending",
                    "msgqueue",
                    "nice",
                    "rtprio",
                    "rttime");

    public Ulimit {
        if (!NAMES.contains(name)) {
            throw new SyntaxException(
                    "ulimit \""
                            + name
                            + "\": unknown resource, want one of "
                            + String.join(", ", NAMES));
        }
        if (hard != -1 && (soft > hard || soft == -1)) {
            throw new SyntaxException(
                    "ulimit "
                            + name
                            + ": the soft limit "
                            + soft
                            + " is above the hard limit "
                            + hard);
        }
    }

    /** Parses {@code name=soft[:hard]}; the hard limit defaults to the soft one. */
    public static Ulimit parse(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw new SyntaxException(
                    "ulimit \"" + text + "\": want name=soft[:hard], for example nofile=1024:2048");
        }
        String value = text.substring(equals + 1);
        int colon = value.indexOf(':');
        long soft = number(text, colon < 0 ? value : value.substring(0, colon));
        long hard = colon < 0 ? soft : number(text, value.substring(colon + 1));
        return new Ulimit(text.substring(0, equals), soft, hard);
    }

    private static long number(String text, String digits) {
        try {
            long value = "unlimited".equals(digits) ? -1 : Long.parseLong(digits);
            if (value >= -1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new SyntaxException(
                "ulimit \""
                        + text
                        + "\": \""
                        + digits
                        + "\" is not a limit, want a number, -1 or unlimited");
    }

    /** Returns the kernel's number of the resource. */
    int resource() {
        return NAMES.indexOf(name);
    }
}
