package dev.cooper.inventory;

import dev.cooper.inventory.document.JsonDocument;
import dev.cooper.inventory.document.Tree;
import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.List;

/** Reads what most catalogers of languages have: JSON with licences in it. */
final class Trees {
    private Trees() {}

    static Tree json(LayerFile file) throws DamagedFileException {
        try {
            return JsonDocument.parse(file.bytes());
        } catch (SyntaxException e) {
            throw new DamagedFileException(String.valueOf(e.getMessage()));
        }
    }

    /** The texts of a text, of an object with a type or name, or of a list of these. */
    static List<String> licenses(Tree value) {
        List<String> licenses = new ArrayList<>();
        for (Tree each : value.items()) {
            licenses.addAll(licenses(each));
        }
        for (String text : List.of(value.text(), value.text("type"), value.text("name"))) {
            if (!text.isBlank()) {
                licenses.add(text.strip());
            }
        }
        return licenses;
    }
}
