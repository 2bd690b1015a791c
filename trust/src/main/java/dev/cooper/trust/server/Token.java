package dev.cooper.trust.server;

import org.bouncycastle.asn1.x509.GeneralName;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an issuer says of somebody.
 *
 * @param issuer its address
 * @param challenges of which one is to be signed, to prove that a key is theirs
 * @param name who it is, as certificates say it
 * @param claims what else certificates say, by the last number of Fulcio's extensions
 */
record Token(
        String issuer,
        List<String> challenges,
        GeneralName name,
        SortedMap<Integer, String> claims) {
    Token {
        challenges = List.copyOf(challenges);
        claims = Collections.unmodifiableSortedMap(new TreeMap<>(claims));
    }
}
