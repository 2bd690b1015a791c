package dev.cooper.build;

import dev.cooper.archive.Compression;
import dev.cooper.dockerfile.Csv;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the value of {@code -o}: {@code type=oci,dest=x.tar}, a directory, or {@code -}. */
final class OutputSyntax {
    private OutputSyntax() {}

    static Output parse(String text) {
        if (text.isEmpty()) {
            throw new SyntaxException(
                    "--output is empty; give type=image|oci|docker|local|tar or a directory");
        }
        List<String> fields = Csv.fields(text);
        if (fields.size() == 1 && !text.contains("=")) {
            return plain(text.equals("-") ? Output.Type.TAR : Output.Type.LOCAL, text);
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String field : fields) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new SyntaxException(
                        "--output " + text + ": \"" + field + "\" is not key=value");
            }
            String key = field.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            if (attributes.put(key, field.substring(equals + 1)) != null) {
                throw new SyntaxException("--output " + text + ": " + key + " is given twice");
            }
        }
        return fromAttributes(text, attributes);
    }

    private static Output plain(Output.Type type, String destination) {
        return new Output(
                type,
                Optional.of(destination),
                List.of(),
                Compression.GZIP,
                -1,
                false,
                Optional.empty(),
                true);
    }

    private static Output fromAttributes(String text, Map<String, String> attributes) {
        Output.Type type = type(text, attributes.remove("type"));
        Optional<String> destination = Optional.ofNullable(attributes.remove("dest"));
        List<Reference> names = new ArrayList<>();
        String name = attributes.remove("name");
        if (name != null) {
            for (String one : name.split(",")) {
                names.add(Reference.parse(one).withDefaultTag());
            }
        }
        Compression compression = compression(text, attributes.remove("compression"));
        int level = level(text, attributes.remove("compression-level"), compression);
        boolean force = flag(text, "force-compression", attributes.remove("force-compression"));
        String rewrite = attributes.remove("rewrite-timestamp");
        String tar = attributes.remove("tar");
        if (!attributes.isEmpty()) {
            String unknown = attributes.keySet().iterator().next();
            throw new SyntaxException(
                    "--output "
                            + text
                            + ": "
                            + unknown
                            + " is not supported; known are type, dest, name, compression,"
                            + " compression-level, force-compression, rewrite-timestamp and tar");
        }
        boolean image = type == Output.Type.IMAGE;
        if (image && destination.isPresent()) {
            throw new SyntaxException(
                    "--output "
                            + text
                            + ": an image goes to the local store and has no dest;"
                            + " use type=oci or type=docker for a file");
        }
        if (!image && destination.isEmpty()) {
            throw new SyntaxException("--output " + text + ": dest is missing");
        }
        boolean asTar = tar == null || flag(text, "tar", tar);
        if (!asTar && type != Output.Type.OCI) {
            throw new SyntaxException(
                    "--output " + text + ": tar=false is for type=oci only; remove it");
        }
        boolean directory = type == Output.Type.LOCAL || !asTar;
        if (directory && destination.equals(Optional.of("-"))) {
            throw new SyntaxException(
                    "--output "
                            + text
                            + ": a directory cannot be written to standard output; give its path"
                            + " as dest");
        }
        return new Output(
                type,
                destination,
                names,
                compression,
                level,
                force,
                rewrite == null
                        ? Optional.empty()
                        : Optional.of(flag(text, "rewrite-timestamp", rewrite)),
                asTar);
    }

    private static Output.Type type(String text, @org.jspecify.annotations.Nullable String type) {
        return switch (type) {
            case "image" -> Output.Type.IMAGE;
            case "oci" -> Output.Type.OCI;
            case "docker" -> Output.Type.DOCKER;
            case "local" -> Output.Type.LOCAL;
            case "tar" -> Output.Type.TAR;
            case "registry" ->
                    throw new SyntaxException(
                            "--output "
                                    + text
                                    + ": type=registry is not supported yet; write"
                                    + " type=oci,dest=FILE and push that");
            case null ->
                    throw new SyntaxException(
                            "--output "
                                    + text
                                    + ": type is missing (image, oci, docker, local or"
                                    + " tar)");
            default ->
                    throw new SyntaxException(
                            "--output "
                                    + text
                                    + ": unknown type "
                                    + type
                                    + " (image, oci, docker, local or tar)");
        };
    }

    private static Compression compression(
            String text, @org.jspecify.annotations.Nullable String name) {
        return switch (name) {
            case null -> Compression.GZIP;
            case "gzip" -> Compression.GZIP;
            case "zstd" -> Compression.ZSTD;
            case "uncompressed" -> Compression.NONE;
            default ->
                    throw new SyntaxException(
                            "--output "
                                    + text
                                    + ": unknown compression "
                                    + name
                                    + " (gzip, zstd or uncompressed)");
        };
    }

    private static int level(
            String text, @org.jspecify.annotations.Nullable String level, Compression compression) {
        if (level == null) {
            return -1;
        }
        try {
            int number = Integer.parseInt(level);
            if (compression.acceptsLevel(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new SyntaxException(
                "--output "
                        + text
                        + ": compression-level "
                        + level
                        + " is out of range for "
                        + compression.name().toLowerCase(Locale.ROOT));
    }

    private static boolean flag(
            String text, String name, @org.jspecify.annotations.Nullable String value) {
        return switch (value) {
            case null -> false;
            case "true", "1", "" -> true;
            case "false", "0" -> false;
            default ->
                    throw new SyntaxException(
                            "--output " + text + ": " + name + " is true or false, not " + value);
        };
    }
}
