package dev.cooper.scan.remote;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Constants and times as words in JSON. */
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static List<String> of(Collection<? extends Enum<?>> constants) {
        return constants.stream().map(Words::of).sorted().toList();
    }

    /**
     * The constant that a member names.
     *
     * @throws SyntaxException when it names none
     */
    static <E extends Enum<E>> E read(Class<E> type, JsonObject from, String member) {
        return read(type, from.string(member), from.where() + "." + member);
    }

    /** The constants that a member lists. */
    static <E extends Enum<E>> Set<E> readAll(Class<E> type, JsonObject from, String member) {
        Set<E> all = EnumSet.noneOf(type);
        for (String word : from.strings(member)) {
            all.add(read(type, word, from.where() + "." + member));
        }
        return all;
    }

    private static <E extends Enum<E>> E read(Class<E> type, String word, String where) {
        E[] constants = type.getEnumConstants();
        for (E each : constants) {
            if (of(each).equals(word)) {
                return each;
            }
        }
        throw new SyntaxException(
                "%s: want one of %s, found \"%s\""
                        .formatted(where, of(Arrays.asList(constants)), word));
    }

    /**
     * The time that a member says, if it is there.
     *
     * @throws SyntaxException when it is none
     */
    static Optional<Instant> time(JsonObject from, String member) {
        Optional<String> text = from.optionalString(member);
        try {
            return text.map(Instant::parse);
        } catch (DateTimeException e) {
            throw new SyntaxException(
                    "%s.%s: want a time, found \"%s\""
                            .formatted(from.where(), member, text.orElse("")),
                    e);
        }
    }
}
