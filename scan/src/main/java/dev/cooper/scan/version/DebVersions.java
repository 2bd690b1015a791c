package dev.cooper.scan.version;

import java.util.Comparator;

/** {@code epoch:upstream-revision}; a tilde sorts before the end, letters before all else. */
final class DebVersions implements Comparator<String> {
    @Override
    public int compare(String one, String other) {
        int byEpoch = Digits.compare(epoch(one), epoch(other));
        if (byEpoch != 0) {
            return byEpoch;
        }
        String oneRest = one.substring(one.indexOf(':') + 1);
        String otherRest = other.substring(other.indexOf(':') + 1);
        int byUpstream = part(upstream(oneRest), upstream(otherRest));
        return byUpstream != 0 ? byUpstream : part(revision(oneRest), revision(otherRest));
    }

    private static String epoch(String version) {
        int colon = version.indexOf(':');
        return colon < 0 ? "0" : version.substring(0, colon);
    }

    private static String upstream(String rest) {
        int hyphen = rest.lastIndexOf('-');
        return hyphen < 0 ? rest : rest.substring(0, hyphen);
    }

    /** None is the same as 0. */
    private static String revision(String rest) {
        int hyphen = rest.lastIndexOf('-');
        return hyphen < 0 ? "" : rest.substring(hyphen + 1);
    }

    /** What is no digit and what is take turns. */
    private static int part(String one, String other) {
        int i = 0;
        int j = 0;
        while (i < one.length() || j < other.length()) {
            while ((i < one.length() && !Digits.is(one.charAt(i)))
                    || (j < other.length() && !Digits.is(other.charAt(j)))) {
                int difference = weight(one, i) - weight(other, j);
                if (difference != 0) {
                    return difference;
                }
                i++;
                j++;
            }
            int oneEnd = Digits.end(one, i);
            int otherEnd = Digits.end(other, j);
            int byNumber = Digits.compare(one.substring(i, oneEnd), other.substring(j, otherEnd));
            if (byNumber != 0) {
                return byNumber;
            }
            i = oneEnd;
            j = otherEnd;
        }
        return 0;
    }

    private static int weight(String text, int at) {
        if (at >= text.length() || Digits.is(text.charAt(at))) {
            return 0;
        }
        char c = text.charAt(at);
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return c == '~' ? -1 : letter ? c : c + 256;
    }
}
