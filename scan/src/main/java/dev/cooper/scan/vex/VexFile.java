package dev.cooper.scan.vex;

import dev.cooper.inventory.document.JsonDocument;
import dev.cooper.inventory.document.Tree;
import dev.cooper.oci.SyntaxException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A VEX document and what it says. */
record VexFile(String name, List<Statement> statements) implements VexSource {
    private static final int LARGEST = 128 << 20;

    VexFile {
        statements = List.copyOf(statements);
    }

    static VexFile read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException(
                        "%s: a VEX document of more than %d bytes is not read"
                                .formatted(file, LARGEST));
            }
            return parse(file.toString(), bytes);
        }
    }

    /**
     * Reads a document of any of the formats.
     *
     * @throws SyntaxException when it is none, or says what its format does not know
     */
    static VexFile parse(String name, byte[] bytes) {
        try {
            Tree document = JsonDocument.parse(bytes);
            if (OpenVex.is(document)) {
                return new VexFile(name, OpenVex.read(document));
            }
            if (CycloneDxVex.is(document)) {
                return new VexFile(name, CycloneDxVex.read(document));
            }
            if (CsafVex.is(document)) {
                return new VexFile(name, CsafVex.read(document));
            }
        } catch (SyntaxException e) {
            throw new SyntaxException(name + ": " + e.getMessage(), e);
        }
        throw new SyntaxException(
                name + ": it is no VEX document: neither OpenVEX nor CycloneDX nor CSAF");
    }

    @Override
    public List<VexFile> about(Target target) {
        return List.of(this);
    }
}
