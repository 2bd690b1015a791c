package dev.cooper.dockerfile;

import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The ports of EXPOSE: {@code 80}, {@code 8000-8010/udp}, tolerated {@code ip:host:container}. */
public final class ExposedPorts {
    private ExposedPorts() {}

    /**
     * Turns expanded words into ports as the image's config keeps them, such as {@code 80/tcp};
     * ranges become their ports.
     *
     * @throws SyntaxException when a word is not a port
     */
    public static List<String> parse(List<String> words) {
        List<String> ports = new ArrayList<>();
        for (String word : words) {
            ports.addAll(Spec.parse(word).ports());
        }
        return ports;
    }

    /**
     * One word of EXPOSE taken apart.
     *
     * @param mapped true when it also names an IP address or a port of the host
     * @param protocol as written; {@code tcp} when not given
     */
    record Spec(String word, boolean mapped, String first, String last, String protocol) {

        static Spec parse(String word) {
            int colon = word.lastIndexOf(':');
            String container = word.substring(colon + 1);
            int slash = container.indexOf('/');
            String range = slash < 0 ? container : container.substring(0, slash);
            String protocol = slash < 0 ? "" : container.substring(slash + 1);
            int dash = range.indexOf('-');
            Spec spec =
                    new Spec(
                            word,
                            colon > 0,
                            dash < 0 ? range : range.substring(0, dash),
                            dash < 0 ? range : range.substring(dash + 1),
                            protocol.isEmpty() ? "tcp" : protocol);
            spec.check();
            return spec;
        }

        private void check() {
            String lower = protocol.toLowerCase(Locale.ROOT);
            if (!lower.equals("tcp") && !lower.equals("udp") && !lower.equals("sctp")) {
                throw bad("the protocol is none of tcp, udp, sctp");
            }
            int from = number(first);
            int to = number(last);
            if (from < 0 || to < 0) {
                throw bad("want a number from 0 to 65535, or a range of them");
            }
            if (to < from) {
                throw bad("the range ends before it begins");
            }
        }

        List<String> ports() {
            List<String> ports = new ArrayList<>();
            String suffix = "/" + protocol.toLowerCase(Locale.ROOT);
            for (int port = number(first); port <= number(last); port++) {
                ports.add(port + suffix);
            }
            return ports;
        }

        private SyntaxException bad(String why) {
            return new SyntaxException("\"" + word + "\" is not a port: " + why);
        }

        private static int number(String text) {
            if (text.isEmpty() || text.length() > 9) {
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
            return number <= 65535 ? number : -1;
        }
    }
}
