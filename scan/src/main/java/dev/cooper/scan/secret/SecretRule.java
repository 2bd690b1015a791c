package dev.cooper.scan.secret;

import dev.cooper.scan.advisory.Severity;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What one kind of secret looks like.
 *
 * @param id by which ignore files name it
 * @param kind how the expression stands to the words
 * @param words without one of which there is no such secret; empty where none is known
 * @param expression null for a rule about the path alone
 * @param group of the expression that is the secret; 0 for all of it, {@link #FIRST_GROUP} for the
 *     first that has anything, or all of it
 * @param path of the files it is for; null for all
 * @param entropy the least that a secret has, in bits a byte
 * @param allowed what is no secret all the same
 */
record SecretRule(
        String id,
        String category,
        String title,
        Severity severity,
        Kind kind,
        List<String> words,
        @Nullable Expression expression,
        int group,
        @Nullable Expression path,
        double entropy,
        List<Allowed> allowed) {

    static final int FIRST_GROUP = -1;

    SecretRule {
        words = List.copyOf(words);
        allowed = List.copyOf(allowed);
    }

    /**
     * How an expression stands to the words.
     *
     * @param place where it begins
     * @param before the bytes before the word at which it may begin, too
     * @param window so many bytes from the word on are looked at
     */
    record Kind(Place place, int before, int window) {
        /** Where an expression begins. */
        enum Place {
            /** Where the word begins, which is written in one case only. */
            TOKEN,
            /** Some bytes before the word. */
            AROUND,
            /** Behind the word, which is part of a name. */
            NAMED,
            /** The same, and other rules come first. */
            CONTEXT,
            /** Anywhere in a file that has a word. */
            ANYWHERE
        }

        static final Kind ANYWHERE = new Kind(Place.ANYWHERE, 0, 0);
    }

    /** Whether its secrets are known by themselves, also among the bytes of a program. */
    boolean isDistinct() {
        return kind.place() == Kind.Place.TOKEN || kind.place() == Kind.Place.AROUND;
    }

    /** The same rule with another entropy and more that is allowed. */
    SecretRule with(double otherEntropy, List<Allowed> more) {
        List<Allowed> all = new ArrayList<>(allowed);
        all.addAll(more);
        return new SecretRule(
                id,
                category,
                title,
                severity,
                kind,
                words,
                expression,
                group,
                path,
                otherEntropy,
                all);
    }

    boolean isFor(String file) {
        return path == null || path.isIn(file);
    }
}
