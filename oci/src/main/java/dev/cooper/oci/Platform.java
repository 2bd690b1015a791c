package dev.cooper.oci;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an image runs on.
 *
 * @param os the operating system, for example {@code linux}
 * @param architecture the processor, in Go's words, for example {@code amd64}
 * @param variant the kind of processor, for example {@code v7} for arm
 * @param osVersion the version of the operating system; in use for Windows
 * @param osFeatures features the operating system must have; in use for Windows
 */
public record Platform(
        String os,
        String architecture,
        Optional<String> variant,
        Optional<String> osVersion,
        List<String> osFeatures) {
    /** Copies the list. */
    public Platform {
        osFeatures = List.copyOf(osFeatures);
    }

    /** Makes a platform of the given system and processor, without variant. */
    public static Platform of(String os, String architecture) {
        return new Platform(os, architecture, Optional.empty(), Optional.empty(), List.of());
    }

    /**
     * Reads a platform as users write it: {@code linux/arm64}, {@code linux/arm/v6}, {@code arm64},
     * {@code linux}. Missing parts are those of this machine; other names of a processor are
     * accepted ({@code x86_64}, {@code aarch64}).
     *
     * @throws SyntaxException when the text is no platform
     */
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        for (String part : parts) {
            if (!isName(part)) {
                throw invalid(text);
            }
        }
        return switch (parts.length) {
            case 1 -> parseSingle(text);
            case 2 -> of(parts[0], parts[1]).normalized();
            case 3 ->
                    new Platform(
                                    parts[0],
                                    parts[1],
                                    Optional.of(parts[2]),
                                    Optional.empty(),
                                    List.of())
                            .normalized();
            default -> throw invalid(text);
        };
    }

    private static Platform parseSingle(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        if (List.of("linux", "windows", "darwin", "macos", "freebsd").contains(name)) {
            Platform host = host();
            return new Platform(name, host.architecture, host.variant, Optional.empty(), List.of())
                    .normalized();
        }
        Platform platform = of("linux", name).normalized();
        if (List.of("amd64", "arm64", "arm", "386", "ppc64le", "s390x", "riscv64", "loong64")
                        .contains(platform.architecture)
                || List.of("mips64le", "mips64", "mipsle", "mips", "ppc64")
                        .contains(platform.architecture)) {
            return platform;
        }
        throw invalid(text);
    }

    private static SyntaxException invalid(String text) {
        return new SyntaxException(
                "invalid platform \""
                        + Json.excerpt(text)
                        + "\": want os/architecture or os/architecture/variant, for example"
                        + " linux/amd64");
    }

    private static boolean isName(String part) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (!(c >= 'a' && c <= 'z')
                    && !(c >= 'A' && c <= 'Z')
                    && !(c >= '0' && c <= '9')
                    && "_.-".indexOf(c) < 0) {
                return false;
            }
        }
        return !part.isEmpty();
    }

    /** Returns the platform of this machine; always Linux, as images for others cannot run here. */
    public static Platform host() {
        return of("linux", System.getProperty("os.arch")).normalized();
    }

    /** Returns the same platform in the words of the OCI specification (Go's). */
    public Platform normalized() {
        String system = os.toLowerCase(Locale.ROOT);
        String processor = architecture.toLowerCase(Locale.ROOT);
        String kind = variant.orElse("").toLowerCase(Locale.ROOT);
        if (system.equals("macos")) {
            system = "darwin";
        }
        switch (processor) {
            case "i386", "i486", "i586", "i686", "x86" -> {
                processor = "386";
                kind = "";
            }
            case "x86_64", "x86-64", "amd64" -> {
                processor = "amd64";
                kind = kind.equals("v1") ? "" : kind;
            }
            case "aarch64", "arm64" -> {
                processor = "arm64";
                kind = kind.equals("8") || kind.equals("v8") ? "" : kind;
            }
            case "armhf" -> {
                processor = "arm";
                kind = "v7";
            }
            case "armel" -> {
                processor = "arm";
                kind = "v6";
            }
            case "arm" -> kind = armVariant(kind);
            default -> {}
        }
        return new Platform(
                system,
                processor,
                kind.isEmpty() ? Optional.empty() : Optional.of(kind),
                osVersion,
                osFeatures);
    }

    private static String armVariant(String kind) {
        return switch (kind) {
            case "", "7" -> "v7";
            case "5", "6", "8" -> "v" + kind;
            default -> kind;
        };
    }

    /**
     * Tells how well an image fits this platform: the larger the better, negative when it does not
     * run here. A processor also runs images for its older variants.
     *
     * @param image the platform an image was made for
     */
    public int fit(Platform image) {
        Platform want = normalized();
        Platform have = image.normalized();
        if (!want.os.equals(have.os)
                || (want.osVersion.isPresent()
                        && have.osVersion.isPresent()
                        && !want.osVersion.equals(have.osVersion))) {
            return -1;
        }
        if (want.architecture.equals(have.architecture)) {
            int mine = want.generation();
            int theirs = have.generation();
            if (mine < 0 || theirs < 0) {
                return want.variant.equals(have.variant) ? 100 : -1;
            }
            return theirs <= mine ? 100 - (mine - theirs) : -1;
        }
        boolean runs32 = want.architecture.equals("amd64") && have.architecture.equals("386");
        return runs32 ? 1 : -1;
    }

    /** The number of a variant such as v7; -1 when it is no number. */
    private int generation() {
        if (variant.isEmpty()) {
            return architecture.equals("arm64") ? 8 : 1;
        }
        String text = variant.get();
        return text.length() == 2 && text.charAt(0) == 'v' && Character.isDigit(text.charAt(1))
                ? text.charAt(1) - '0'
                : -1;
    }

    static Platform fromJson(JsonObject json) {
        return new Platform(
                json.string("os", "linux"),
                json.string("architecture", "unknown"),
                json.optionalString("variant").filter(text -> !text.isEmpty()),
                json.optionalString("os.version").filter(text -> !text.isEmpty()),
                json.strings("os.features"));
    }

    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("architecture", architecture);
        json.put("os", os);
        osVersion.ifPresent(version -> json.put("os.version", version));
        if (!osFeatures.isEmpty()) {
            json.put("os.features", new ArrayList<>(osFeatures));
        }
        variant.ifPresent(kind -> json.put("variant", kind));
        return json;
    }

    /** Returns {@code os/architecture} or {@code os/architecture/variant}. */
    @Override
    public String toString() {
        return os + "/" + architecture + variant.map(kind -> "/" + kind).orElse("");
    }
}
