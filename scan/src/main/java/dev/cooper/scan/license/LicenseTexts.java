package dev.cooper.scan.license;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells which licences a text is, or speaks of at its head. */
final class LicenseTexts {
    private static final List<LicenseText> ALL = all();
    private static final String TAG = "SPDX-License-Identifier:";
    private static final Pattern TAGGED =
            Pattern.compile(TAG + "[ \\t]*([A-Za-z0-9.+:()\\- ]{1,200})");

    /** Without one of these there is no licence in a text. */
    private static final List<String> WORDS =
            List.of("licens", "licenc", "warrant", "copyright", "public domain");

    private LicenseTexts() {}

    /**
     * The licences of a text and how sure that is, from 0 to 1.
     *
     * @param least less sure ones are left out
     */
    static Map<String, Double> of(String text, double least) {
        Map<String, Double> found = new LinkedHashMap<>();
        String lower = text.toLowerCase(Locale.ROOT);
        if (WORDS.stream().noneMatch(lower::contains)) {
            return found;
        }
        Matcher tags = TAGGED.matcher(text);
        while (tags.find()) {
            String expression = tags.group(1).strip();
            if (!expression.isEmpty()) {
                found.put(expression, 1.0);
            }
        }
        Shingles shingles = Shingles.of(text);
        double[] shares = new double[ALL.size()];
        for (int i = 0; i < shares.length; i++) {
            double share = shingles.shareOf(ALL.get(i).sample());
            shares[i] = share >= least ? share : 0;
        }
        decide(shares);
        for (int i = 0; i < shares.length; i++) {
            if (shares[i] > 0) {
                found.merge(ALL.get(i).id(), shares[i], Math::max);
            }
        }
        return found;
    }

    /** Of texts that are much the same, leaves the one that is meant. */
    private static void decide(double[] shares) {
        boolean[] isOut = new boolean[shares.length];
        for (int i = 0; i < shares.length; i++) {
            if (shares[i] == 0) {
                continue;
            }
            int number = i;
            ALL.get(i)
                    .inside()
                    .forEach((other, percent) -> {
                        // Has it more of the longer text than the shorter one brings?
                        boolean isMore = shares[other] > shares[number] * (1 + percent / 100.0) / 2;
                        isOut[isMore ? number : other] |= shares[other] > 0;
                    });
            for (int other : ALL.get(i).like()) {
                boolean isFirst = shares[other] == shares[i] && other < i;
                isOut[i] |= shares[other] > shares[i] || isFirst;
            }
        }
        for (int i = 0; i < shares.length; i++) {
            if (isOut[i]) {
                shares[i] = 0;
            }
        }
    }

    private static List<LicenseText> all() {
        List<LicenseText> all = new ArrayList<>();
        try (InputStream in = LicenseTexts.class.getResourceAsStream("texts.txt")) {
            if (in == null) {
                throw new IllegalStateException("texts.txt is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> all.add(LicenseText.parse(line)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}
