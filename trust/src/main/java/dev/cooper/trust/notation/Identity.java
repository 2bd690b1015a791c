package dev.cooper.trust.notation;

import dev.cooper.oci.SyntaxException;

import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Who may sign, by the subject of his certificate.
 *
 * @param wanted attributes that the subject must have, by name in upper case; none means anybody
 */
record Identity(Map<String, String> wanted) {
    private static final String SUBJECT = "x509.subject:";

    Identity {
        wanted = Map.copyOf(wanted);
    }

    /** Reads those of a policy: {@code *} alone, or names. */
    static List<Identity> all(List<String> texts) {
        if (texts.contains("*")) {
            if (texts.size() > 1) {
                throw new SyntaxException("trustedIdentities has * and others");
            }
            return List.of(new Identity(Map.of()));
        }
        List<Identity> all = texts.stream().map(Identity::parse).toList();
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < all.size(); j++) {
                if (i != j
                        && all.get(i).wanted.entrySet().containsAll(all.get(j).wanted.entrySet())) {
                    throw new SyntaxException(
                            "trusted identity \""
                                    + texts.get(i)
                                    + "\" is within \""
                                    + texts.get(j)
                                    + "\"; keep one of them");
                }
            }
        }
        return all;
    }

    private static Identity parse(String text) {
        if (!text.startsWith(SUBJECT)) {
            throw new SyntaxException(
                    "trusted identity \"" + text + "\" does not begin with " + SUBJECT);
        }
        Map<String, String> wanted = attributes(text.substring(SUBJECT.length()).strip(), text);
        if (!wanted.keySet().containsAll(Set.of("C", "ST", "O"))) {
            throw new SyntaxException(
                    "trusted identity \"" + text + "\" must have at least C, ST and O");
        }
        return new Identity(wanted);
    }

    private static Map<String, String> attributes(String name, String where) {
        Map<String, String> attributes = new TreeMap<>();
        try {
            for (Rdn one : new LdapName(name).getRdns()) {
                String type = one.getType().toUpperCase(Locale.ROOT);
                if (one.size() != 1
                        || !(one.getValue() instanceof String value)
                        || attributes.put(type.equals("S") ? "ST" : type, value) != null) {
                    throw new SyntaxException(
                            "the name in \"" + where + "\" has an attribute more than once");
                }
            }
        } catch (InvalidNameException e) {
            throw new SyntaxException("there is no name in \"" + where + "\"", e);
        }
        return attributes;
    }

    /** Tells whether a certificate is of this identity: all that is wanted stands in its name. */
    boolean is(X509Certificate signer) {
        if (wanted.isEmpty()) {
            return true;
        }
        String name = Certificates.name(signer.getSubjectX500Principal());
        Set<Map.Entry<String, String>> found = new HashSet<>(attributes(name, name).entrySet());
        return found.containsAll(wanted.entrySet());
    }
}
