package dev.cooper.scan.version;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEP 440, in all its spellings. What is no such version is older than all that are. */
final class PythonVersions implements Comparator<String> {
    private static final Pattern VERSION =
            Pattern.compile(
                    "v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\\.[0-9]+)*)"
                        + "(?:[-_.]?(?<pre>alpha|beta|preview|pre|a|b|c|rc)[-_.]?(?<preN>[0-9]*))?"
                        + "(?<post>-(?<postA>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?<postB>[0-9]*))?"
                        + "(?<dev>[-_.]?dev[-_.]?(?<devN>[0-9]*))?"
                        + "(?:\\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?");

    /** What is compared of a version, in this order; each part as a list of texts and numbers. */
    private record Key(String epoch, List<String> release, Stage stage, List<String> local) {}

    /**
     * What comes before and after a release. A development release comes before everything else of
     * the same kind.
     *
     * @param pre -1 for a development release of the release itself, 0 to 2 for a, b and rc, 3 for
     *     none
     */
    private record Stage(int pre, String preNumber, String post, String dev) {}

    @Override
    public int compare(String one, String other) {
        Key a = key(one);
        Key b = key(other);
        if (a == null || b == null) {
            return a == b ? one.compareTo(other) : a == null ? -1 : 1;
        }
        int byEpoch = Digits.compare(a.epoch, b.epoch);
        if (byEpoch != 0) {
            return byEpoch;
        }
        int byRelease = release(a.release, b.release);
        if (byRelease != 0) {
            return byRelease;
        }
        int byStage = stage(a.stage, b.stage);
        return byStage != 0 ? byStage : local(a.local, b.local);
    }

    private static @org.jspecify.annotations.Nullable Key key(String text) {
        Matcher parts = VERSION.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return null;
        }
        String epoch = parts.group("epoch");
        String local = parts.group("local");
        boolean hasDev = parts.group("dev") != null;
        boolean hasPost = parts.group("post") != null;
        int pre = pre(parts.group("pre"), hasPost, hasDev);
        String post = parts.group("postA") == null ? parts.group("postB") : parts.group("postA");
        Stage stage =
                new Stage(
                        pre,
                        number(parts.group("preN")),
                        // None is older than any, which begins at 0.
                        hasPost ? "1" + padded(number(post)) : "",
                        hasDev ? number(parts.group("devN")) : "~");
        return new Key(
                epoch == null ? "0" : epoch,
                List.of(parts.group("release").split("\\.", -1)),
                stage,
                local == null ? List.of() : List.of(local.split("[-_.]", -1)));
    }

    private static int pre(
            @org.jspecify.annotations.Nullable String word, boolean hasPost, boolean hasDev) {
        if (word == null) {
            return hasDev && !hasPost ? -1 : 3;
        }
        return switch (word) {
            case "a", "alpha" -> 0;
            case "b", "beta" -> 1;
            default -> 2;
        };
    }

    private static String number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null || digits.isEmpty() ? "0" : digits;
    }

    private static String padded(String digits) {
        return "0".repeat(Math.max(0, 64 - digits.length())) + digits;
    }

    private static int release(List<String> one, List<String> other) {
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            int difference =
                    Digits.compare(
                            i < one.size() ? one.get(i) : "0",
                            i < other.size() ? other.get(i) : "0");
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static int stage(Stage one, Stage other) {
        int byPre = Integer.compare(one.pre, other.pre);
        if (byPre != 0) {
            return byPre;
        }
        int byNumber = Digits.compare(one.preNumber, other.preNumber);
        if (byNumber != 0) {
            return byNumber;
        }
        int byPost = Digits.compare(one.post, other.post);
        if (byPost != 0) {
            return byPost;
        }
        // What is no development release is newer than those that are.
        boolean oneIs = !one.dev.equals("~");
        boolean otherIs = !other.dev.equals("~");
        return oneIs && otherIs
                ? Digits.compare(one.dev, other.dev)
                : Boolean.compare(otherIs, oneIs);
    }

    /** No local part is oldest; numbers are newer than texts. */
    private static int local(List<String> one, List<String> other) {
        List<String> a = new ArrayList<>(one);
        List<String> b = new ArrayList<>(other);
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            boolean number = Digits.are(a.get(i));
            if (number != Digits.are(b.get(i))) {
                return number ? 1 : -1;
            }
            int difference =
                    number ? Digits.compare(a.get(i), b.get(i)) : a.get(i).compareTo(b.get(i));
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(a.size(), b.size());
    }
}
