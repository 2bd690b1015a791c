package dev.cooper.scan.version;

import java.util.Random;
import java.util.function.Supplier;

/** Pairs of versions as nobody would write them, and as everybody does; the same each time. */
final class RandomVersions {
    private final Random random = new Random(20261122);

    /** Two versions. */
    record Pair(String one, String other) {}

    Pair pair(VersionScheme scheme) {
        Supplier<String> source =
                switch (scheme) {
                    case DEB -> this::deb;
                    case RPM -> this::rpm;
                    case MAVEN -> this::maven;
                    case PYTHON -> this::python;
                    case GEM -> this::gem;
                    case COMPOSER -> this::composer;
                    default -> this::semantic;
                };
        String one = source.get();
        // Versions that differ at their end only are where the schemes differ most.
        String other = random.nextInt(8) == 0 ? one + word("0", ".0", "a", "1") : source.get();
        return new Pair(one, other);
    }

    private String word(String... words) {
        return words[random.nextInt(words.length)];
    }

    private String words(int most, String... words) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(word(words));
        }
        return text.toString();
    }

    private String number() {
        return word("0", "1", "2", "3", "10", "20", "01", "00", "199", "2024");
    }

    private String deb() {
        String epoch = random.nextInt(4) == 0 ? random.nextInt(3) + ":" : "";
        String upstream =
                number() + words(5, ".", "+", "~", "a", "b", "rc", "1", "0", "+dfsg", "~bpo", "Z");
        String revision =
                random.nextBoolean() ? "-" + number() + words(3, ".", "+", "~", "deb12u", "1") : "";
        return epoch + upstream + revision;
    }

    private String rpm() {
        return number() + words(6, ".", "_", "~", "^", "a", "b", "rc", "1", "0", "01", "git", "..");
    }

    private String maven() {
        StringBuilder text = new StringBuilder(number());
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(word(".", "-", "", "."));
            text.append(
                    word(
                            "0",
                            "1",
                            "2",
                            "10",
                            "alpha",
                            "beta",
                            "rc",
                            "cr",
                            "m",
                            "milestone",
                            "snapshot",
                            "final",
                            "ga",
                            "sp",
                            "jre",
                            "a",
                            "b",
                            "x",
                            "00",
                            "RC1",
                            "1a",
                            "b2"));
        }
        return text.toString();
    }

    private String python() {
        StringBuilder text = new StringBuilder(word("", "", "", "1!", "2!"));
        text.append(number());
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append('.').append(number());
        }
        if (random.nextInt(3) == 0) {
            text.append(word("", ".", "-", "_")).append(word("a", "b", "rc", "alpha", "c", "pre"));
            text.append(word("", "0", "1", "2"));
        }
        text.append(random.nextInt(3) == 0 ? word("-1", ".post", ".post1", "-r2", "rev3") : "");
        text.append(random.nextInt(3) == 0 ? word(".dev", "dev1", "-dev2", ".dev0") : "");
        return text.append(random.nextInt(4) == 0 ? word("+a", "+1", "+a.1", "+1.a") : "")
                .toString();
    }

    private String gem() {
        return number() + words(5, ".1", ".0", ".a", "-1", ".rc1", ".10", ".b2", ".pre", ".0.0");
    }

    private String composer() {
        StringBuilder text = new StringBuilder(word("", "", "v")).append(number());
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append('.').append(number());
        }
        if (random.nextBoolean()) {
            text.append(word("", "-", "_", ".")).append(word("alpha", "beta", "RC", "b", "a"));
            text.append(word("", "1", ".2", "3"));
        } else {
            text.append(word("", "", "-p1", "-patch2", "pl", "-dev", "-stable", "+abc"));
        }
        return text.toString();
    }

    private String semantic() {
        String core = random.nextInt(3) + "." + random.nextInt(3) + "." + random.nextInt(12);
        StringBuilder text = new StringBuilder(core);
        if (random.nextBoolean()) {
            text.append('-').append(word("alpha", "beta", "rc", "0", "1", "10", "x-y", "a1"));
            for (int i = random.nextInt(3); i > 0; i--) {
                text.append('.').append(word("alpha", "0", "1", "10", "2", "b"));
            }
        }
        return text.append(random.nextInt(5) == 0 ? "+b" + random.nextInt(3) : "").toString();
    }
}
