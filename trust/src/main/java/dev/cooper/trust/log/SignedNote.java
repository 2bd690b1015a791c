package dev.cooper.trust.log;

import dev.cooper.oci.Digest;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.key.Signer;
import dev.cooper.trust.key.Verifier;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A text with lines of signatures below: C2SP's signed note.
 *
 * @param text what is signed, with its last line end
 * @param signatures at least one
 */
public record SignedNote(String text, List<Line> signatures) {
    private static final int LONGEST = 64 << 10;
    private static final int MOST = 64;
    private static final int HINT = 4;
    private static final String DASH = "\u2014 ";
    private static final int ED25519_HEAD = 12;

    /** Copies the lines. */
    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /**
     * A signature.
     *
     * @param name of who signs
     * @param content base64 of four bytes that hint at the key, and of the signature
     */
    public record Line(String name, String content) {
        byte[] hint() {
            return Arrays.copyOf(Base64.getDecoder().decode(content), HINT);
        }

        byte[] signature() {
            byte[] bytes = Base64.getDecoder().decode(content);
            return Arrays.copyOfRange(bytes, HINT, bytes.length);
        }
    }

    /**
     * Reads a note.
     *
     * @throws SyntaxException when it is damaged, too long, or nobody signed it
     */
    public static SignedNote parse(String note) {
        if (note.length() > LONGEST) {
            throw new SyntaxException("checkpoint: longer than " + LONGEST + " characters");
        }
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0) {
            throw new SyntaxException("checkpoint: no signature stands below its text");
        }
        List<Line> lines = new ArrayList<>();
        for (String line : note.substring(blank + 2).lines().toList()) {
            lines.add(line(line));
        }
        if (lines.isEmpty() || lines.size() > MOST) {
            throw new SyntaxException(
                    "checkpoint: " + lines.size() + " signatures, want 1 to " + MOST);
        }
        return new SignedNote(note.substring(0, blank + 1), lines);
    }

    private static Line line(String line) {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(DASH) || space < DASH.length()) {
            throw new SyntaxException("checkpoint: a line of a signature is damaged");
        }
        String content = line.substring(space + 1);
        try {
            if (Base64.getDecoder().decode(content).length <= HINT) {
                throw new SyntaxException("checkpoint: a signature is too short");
            }
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("checkpoint: a signature is no base64", e);
        }
        return new Line(line.substring(DASH.length(), space), content);
    }

    /**
     * Signs a text.
     *
     * @param text ends with a line end
     * @param name of who signs
     * @throws IOException when what keeps the key refuses
     */
    public static SignedNote sign(String text, String name, Signer signer) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(hint(name, signer.publicKey()));
        content.writeBytes(signer.sign(text.getBytes(StandardCharsets.UTF_8)));
        String base64 = Base64.getEncoder().encodeToString(content.toByteArray());
        return new SignedNote(text, List.of(new Line(name, base64)));
    }

    /** Returns the note as it is sent. */
    public String note() {
        StringBuilder note = new StringBuilder(text).append('\n');
        for (Line line : signatures) {
            note.append(DASH + line.name() + " " + line.content() + "\n");
        }
        return note.toString();
    }

    /** Tells whether somebody of this name signed it with this key. */
    public boolean isSignedBy(String name, Verifier verifier) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        return signatures.stream()
                .anyMatch(line ->
                        claims(line, name, verifier.key())
                                && verifier.verifies(message, line.signature()));
    }

    /** Tells whether a signature claims to be of this name and key. */
    public boolean names(String name, PublicKey key) {
        return signatures.stream().anyMatch(line -> claims(line, name, key));
    }

    /** Rekor 1 hints at every key by its SHA-256 alone. */
    private static boolean claims(Line line, String name, PublicKey key) {
        byte[] hint = line.hint();
        byte[] old = Arrays.copyOf(sha256(key.getEncoded()), HINT);
        return line.name().equals(name)
                && (Arrays.equals(hint, hint(name, key)) || Arrays.equals(hint, old));
    }

    private static byte[] hint(String name, PublicKey key) {
        return Arrays.copyOf(keyId(name, key), HINT);
    }

    /** Returns by what a key is known in notes: the SHA-256 that its hint is the beginning of. */
    public static byte[] keyId(String name, PublicKey key) {
        byte[] der = key.getEncoded();
        if (!(key instanceof EdECPublicKey)) {
            return sha256(der);
        }
        ByteArrayOutputStream named = new ByteArrayOutputStream();
        named.writeBytes((name + "\n").getBytes(StandardCharsets.UTF_8));
        named.write(1);
        named.write(der, ED25519_HEAD, der.length - ED25519_HEAD);
        return sha256(named.toByteArray());
    }

    private static byte[] sha256(byte[] bytes) {
        return HexFormat.of().parseHex(Digest.sha256(bytes).hex());
    }
}
