package dev.cooper.base;

import org.bouncycastle.bcpg.ArmoredInputStream;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Text and the signatures over it, not verified yet.
 *
 * @param text the text as its readers see it
 * @param signed the bytes that the signatures are over
 * @param signatures OpenPGP packets
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SignedText(byte[] text, byte[] signed, byte[] signatures) {
    private static final String HEAD = "-----BEGIN PGP SIGNED MESSAGE-----";
    private static final String SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
    private static final String END = "-----END PGP SIGNATURE-----";

    /** Joins a text with its detached signature file, armoured or binary. */
    static SignedText detached(byte[] text, byte[] signature, String source) throws IOException {
        String head =
                new String(
                        signature, 0, Math.min(signature.length, 64), StandardCharsets.ISO_8859_1);
        return new SignedText(
                text, text, head.contains(SIGNATURE) ? dearmour(signature, source) : signature);
    }

    /**
     * Takes a clear-signed file apart (RFC 9580 §7). Nothing may stand before, between or after its
     * parts: such text would look signed to a reader that is less strict.
     *
     * @param file the whole file
     * @param source where it is from, for messages
     */
    static SignedText clearSigned(byte[] file, String source) throws IOException {
        List<String> lines = lines(new String(file, StandardCharsets.ISO_8859_1));
        int at = 0;
        if (lines.isEmpty() || !strip(lines.get(at++)).equals(HEAD)) {
            throw malformed(source, "it does not begin with \"" + HEAD + "\"");
        }
        while (at < lines.size() && lines.get(at).startsWith("Hash: ")) {
            at++;
        }
        if (at == lines.size() || !strip(lines.get(at++)).isEmpty()) {
            throw malformed(source, "no blank line follows its head");
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream(file.length);
        ByteArrayOutputStream signed = new ByteArrayOutputStream(file.length + lines.size());
        boolean first = true;
        for (; at < lines.size() && !strip(lines.get(at)).equals(SIGNATURE); at++) {
            String line = lines.get(at);
            if (line.startsWith("- ")) {
                line = line.substring(2);
            } else if (line.startsWith("-")) {
                throw malformed(source, "line " + (at + 1) + " begins with a bare dash");
            }
            // Line ends are signed as CR LF, blanks before them and the last one are not.
            byte[] content = strip(line).getBytes(StandardCharsets.ISO_8859_1);
            if (!first) {
                signed.writeBytes(new byte[] {'\r', '\n'});
            }
            first = false;
            signed.writeBytes(content);
            text.writeBytes(content);
            text.write('\n');
        }
        return new SignedText(
                text.toByteArray(), signed.toByteArray(), signatures(lines, at, source));
    }

    private static byte[] signatures(List<String> lines, int from, String source)
            throws IOException {
        StringBuilder armour = new StringBuilder();
        int at = from;
        for (; at < lines.size(); at++) {
            armour.append(strip(lines.get(at))).append('\n');
            if (strip(lines.get(at)).equals(END)) {
                break;
            }
        }
        if (at == lines.size()) {
            throw malformed(source, "its signature has no end");
        }
        for (at++; at < lines.size(); at++) {
            if (!strip(lines.get(at)).isEmpty()) {
                throw malformed(source, "text follows its signature");
            }
        }
        return dearmour(armour.toString().getBytes(StandardCharsets.ISO_8859_1), source);
    }

    private static byte[] dearmour(byte[] armour, String source) throws IOException {
        try (InputStream in = new ArmoredInputStream(new ByteArrayInputStream(armour))) {
            return in.readAllBytes();
        } catch (IOException | RuntimeException e) {
            throw malformed(source, "its signature is damaged: " + e.getMessage());
        }
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int feed = text.indexOf('\n', start);
            int end = feed < 0 ? text.length() : feed;
            lines.add(text.substring(start, end));
            start = end + 1;
        }
        return lines;
    }

    private static String strip(String line) {
        int end = line.length();
        while (end > 0 && " \t\r".indexOf(line.charAt(end - 1)) >= 0) {
            end--;
        }
        return line.substring(0, end);
    }

    private static IOException malformed(String source, String what) {
        return new IOException("verifying " + source + ": " + what);
    }
}
