package dev.cooper.inventory.document;

import dev.cooper.oci.SyntaxException;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.toml.TomlFactory;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;

/** TOML; dates are texts. */
public final class TomlDocument {
    private static final TomlFactory FACTORY =
            TomlFactory.builder().streamReadConstraints(JsonDocument.CONSTRAINTS).build();

    private TomlDocument() {}

    /**
     * Reads a document.
     *
     * @throws SyntaxException when it is no TOML
     */
    public static Tree parse(byte[] toml) {
        // Of characters rather than bytes, as it would otherwise refuse a few that are no UTF-8.
        String text = new String(toml, StandardCharsets.UTF_8);
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), new StringReader(text))) {
            return new Tree(JsonDocument.value(parser, parser.nextToken()));
        } catch (JacksonException e) {
            throw new SyntaxException("it is no TOML: " + e.getOriginalMessage(), e);
        } catch (StackOverflowError e) {
            throw new SyntaxException("it is no TOML that can be read: it goes too deep", e);
        }
    }
}
