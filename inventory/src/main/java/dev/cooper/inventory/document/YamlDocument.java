package dev.cooper.inventory.document;

import dev.cooper.oci.SyntaxException;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

import java.nio.charset.StandardCharsets;

/** YAML of which every scalar is a text, so that version 1.10 does not become 1.1. */
public final class YamlDocument {
    private static final int LONGEST = 64 << 20;

    private YamlDocument() {}

    /**
     * Reads the first document.
     *
     * @throws SyntaxException when it is no YAML
     */
    public static Tree parse(byte[] yaml) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setSchema(new FailsafeSchema())
                        .setCodePointLimit(LONGEST)
                        .setAllowDuplicateKeys(true)
                        .build();
        try {
            for (Object document :
                    new Load(settings)
                            .loadAllFromString(new String(yaml, StandardCharsets.UTF_8))) {
                return new Tree(document);
            }
            return new Tree(null);
        } catch (YamlEngineException | IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw new SyntaxException(
                    "it is no YAML: " + message.lines().findFirst().orElse(""), e);
        } catch (NullPointerException e) {
            // Which is how the reader takes tags that its schema does not have.
            throw new SyntaxException("it is no YAML of plain values: a tag is unknown", e);
        } catch (StackOverflowError e) {
            // The reader follows each level by a call, and knows no limit of its own.
            throw new SyntaxException("it is no YAML that can be read: it goes too deep", e);
        }
    }
}
