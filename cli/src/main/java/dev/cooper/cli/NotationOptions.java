package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.store.NotFoundException;
import dev.cooper.trust.notation.NotationHome;
import dev.cooper.trust.notation.TrustStore;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the commands of {@code cooper notation} share. */
final class NotationOptions {
    private static final int MOST_SIGNATURES = 100;

    private NotationOptions() {}

    static Usage insecure(Usage usage) {
        return usage.flag("insecure-registry", 0, "Allow plain HTTP and unknown certificates");
    }

    static Usage most(Usage usage) {
        return usage.value(
                "max-signatures", 0, "int", "How many signatures are looked at (default 100)");
    }

    static Usage metadata(Usage usage, String text) {
        return usage.list("user-metadata", 'm', "key=value", text);
    }

    static Usage store(Usage usage) {
        return usage.value("store", 's', "string", "The name of the trust store")
                .value("type", 't', "string", "Its type: \"ca\", \"signingAuthority\", \"tsa\"");
    }

    static int most(Options options) {
        String text = options.value("max-signatures").orElse(String.valueOf(MOST_SIGNATURES));
        try {
            int most = Integer.parseInt(text);
            if (most > 0) {
                return most;
            }
        } catch (NumberFormatException e) {
            throw new UsageException("--max-signatures takes a number, not \"" + text + "\"");
        }
        throw new UsageException("--max-signatures must be at least 1, not " + text);
    }

    static Map<String, String> metadata(Options options) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String pair : options.values("user-metadata")) {
            int equal = pair.indexOf('=');
            if (equal <= 0) {
                throw new UsageException("--user-metadata takes KEY=VALUE, not \"" + pair + "\"");
            }
            if (metadata.put(pair.substring(0, equal), pair.substring(equal + 1)) != null) {
                throw new UsageException(
                        "--user-metadata has " + pair.substring(0, equal) + " more than once");
            }
        }
        return metadata;
    }

    static TrustStore.Named store(Options options) {
        return new TrustStore.Named(
                TrustStore.Type.parse(required(options, "type")), required(options, "store"));
    }

    private static String required(Options options, String name) {
        return options.value(name)
                .orElseThrow(() -> new UsageException("--" + name + " is missing"));
    }

    static NotationHome home(Terminal terminal) {
        return NotationHome.of(terminal.environment());
    }

    /** An image that must be there. */
    static Descriptor image(SignedImage named) throws NotFoundException {
        return named.image()
                .orElseThrow(
                        () -> new NotFoundException("the registry has no image " + named.name()));
    }

    /** The name of an image by its digest, whatever the user called it. */
    static String exact(SignedImage named, Descriptor image) {
        return named.home().name().name() + "@" + image.digest();
    }

    /** Go's durations, of hours and minutes: {@code 3h20m}. */
    static Duration duration(String text) {
        try {
            Duration duration = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
            if (duration.compareTo(Duration.ofMinutes(1)) >= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw new UsageException(
                    "--expiry takes a duration such as 12h or 3h20m, not \"" + text + "\"");
        }
        throw new UsageException("--expiry must be at least one minute, not " + text);
    }
}
