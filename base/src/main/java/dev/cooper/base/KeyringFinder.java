package dev.cooper.base;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the keys that may sign a suite: the user's, those apt is told of, or Debian's own. */
final class KeyringFinder {
    /** Where the package debian-archive-keyring puts its keys, in this and later releases. */
    private static final List<String> DEBIAN =
            List.of(
                    "usr/share/keyrings/debian-archive-keyring.gpg",
                    "usr/share/keyrings/debian-archive-keyring.pgp");

    private final Path root;
    private final Optional<Path> named;
    private final Map<String, Keyring> found = new HashMap<>();

    /**
     * Makes a finder.
     *
     * @param root the host's file system
     * @param named the keyring that the user names; it replaces every other
     */
    KeyringFinder(Path root, Optional<Path> named) {
        this.root = root;
        this.named = named;
    }

    /**
     * Returns the keys for a source.
     *
     * @param signedBy the source's option Signed-By
     */
    Keyring find(String signedBy) throws IOException {
        Keyring known = found.get(signedBy);
        if (known == null) {
            known = named.isPresent() ? Keyring.read(named.get()) : ofOption(signedBy.strip());
            found.put(signedBy, known);
        }
        return known;
    }

    private Keyring ofOption(String signedBy) throws IOException {
        if (signedBy.isEmpty()) {
            return standard();
        }
        if (signedBy.contains("-----BEGIN PGP")) {
            // In a folded field a dot stands for the blank line of the armour.
            String block = signedBy.replace("\n.\n", "\n\n") + "\n";
            return Keyring.parse(block.getBytes(StandardCharsets.ISO_8859_1), "Signed-By");
        }
        List<Keyring> files = new ArrayList<>();
        List<String> fingerprints = new ArrayList<>();
        for (String word : AptSource.words(signedBy.replace(',', ' '))) {
            if (word.startsWith("/")) {
                files.add(Keyring.read(root.resolve(word.substring(1))));
            } else {
                String print = word.toUpperCase(Locale.ROOT);
                fingerprints.add(
                        print.endsWith("!") ? print.substring(0, print.length() - 1) : print);
            }
        }
        Keyring all = files.isEmpty() ? standard() : Keyring.join(files);
        return fingerprints.isEmpty() ? all : all.only(fingerprints);
    }

    /** Debian's keyring, and what apt trusts for sources that name no key. */
    private Keyring standard() throws IOException {
        List<Keyring> parts = new ArrayList<>();
        for (String path : DEBIAN) {
            Path file = root.resolve(path);
            if (parts.isEmpty() && Files.isReadable(file)) {
                parts.add(Keyring.read(file));
            }
        }
        Path trusted = root.resolve("etc/apt/trusted.gpg.d");
        if (parts.isEmpty() && Files.isDirectory(trusted)) {
            List<Path> files = new ArrayList<>();
            try (DirectoryStream<Path> all = Files.newDirectoryStream(trusted, "*.{gpg,asc,pgp}")) {
                all.forEach(files::add);
            }
            files.sort(null);
            for (Path file : files) {
                parts.add(Keyring.read(file));
            }
        }
        if (parts.isEmpty()) {
            throw new IOException(
                    "no keyring to verify the archive with: this machine has no "
                            + root.resolve(DEBIAN.getFirst())
                            + "; name one with --keyring");
        }
        return Keyring.join(parts);
    }
}
