package dev.cooper.scan.finding;

import dev.cooper.scan.advisory.Severity;

import java.util.List;

/**
 * A secret in a file. The secret itself is in none of its texts.
 *
 * @param id of the rule
 * @param category such as {@code AWS}
 * @param title of the rule
 * @param path of the file; {@code config.json} for an image's configuration
 * @param startLine from 1
 * @param endLine inclusive
 * @param match the line, with stars in place of the secret
 * @param context lines around it, masked in the same way, of which {@code startLine} is one
 * @param contextStart the number of the first of these lines
 * @param layer number of the layer from 0; -1 where there is none
 * @param isDeleted whether a layer above hides the file, which is in the image all the same
 */
public record SecretFinding(
        String id,
        String category,
        String title,
        Severity severity,
        String path,
        int startLine,
        int endLine,
        String match,
        List<String> context,
        int contextStart,
        int layer,
        boolean isDeleted)
        implements Finding {
    public SecretFinding {
        context = List.copyOf(context);
    }
}
