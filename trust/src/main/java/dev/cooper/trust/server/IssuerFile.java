package dev.cooper.trust.server;

import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.server.OutsideIssuer.Kind;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The file of whose tokens are taken: Fulcio's configuration, in YAML or JSON. */
public final class IssuerFile {
    private static final int LONGEST = 1 << 20;
    private static final int MOST = 100;
    private static final Set<String> KNOWN =
            Set.of(
                    "issuerurl",
                    "clientid",
                    "type",
                    "subjectdomain",
                    "spiffetrustdomain",
                    "challengeclaim",
                    "description",
                    "contact",
                    "cacert",
                    "skipemailverification");

    private IssuerFile() {}

    /**
     * Reads the file.
     *
     * @param where the file, for messages
     * @throws SyntaxException when it is damaged, or says something that is not followed here
     */
    public static List<OutsideIssuer> parse(byte[] file, String where) {
        JsonObject all = document(file, where);
        for (String name : all.names()) {
            if (!name(name).equals("oidcissuers") && !isEmpty(all.get(name))) {
                throw new SyntaxException(
                        where + ": " + name + " is not followed; name each issuer in oidc-issuers");
            }
        }
        List<OutsideIssuer> issuers = new ArrayList<>();
        for (String name : all.names()) {
            if (name(name).equals("oidcissuers")) {
                JsonObject some = all.object(name);
                some.names().forEach(url -> issuers.add(issuer(url, some.object(url))));
            }
        }
        if (issuers.isEmpty() || issuers.size() > MOST) {
            throw new SyntaxException(
                    where + ": oidc-issuers names " + issuers.size() + ", want 1 to " + MOST);
        }
        return issuers;
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    /** YAML has hyphens in names, JSON has capitals. */
    private static String name(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static JsonObject document(byte[] file, String where) {
        if (file.length > LONGEST) {
            throw new SyntaxException(where + " has more than " + LONGEST + " bytes");
        }
        @Nullable Object found;
        try {
            found =
                    plain(
                            new Load(LoadSettings.builder().setLabel(where).build())
                                    .loadFromString(new String(file, StandardCharsets.UTF_8)));
        } catch (YamlEngineException | IllegalArgumentException | StackOverflowError e) {
            throw new SyntaxException(where + " is no YAML: " + e.getMessage(), e);
        }
        return JsonObject.of(found, where);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((name, one) -> copy.put(String.valueOf(name), plain(one)));
            return copy;
        }
        return value instanceof Integer number ? Long.valueOf(number) : value;
    }

    private static OutsideIssuer issuer(String url, JsonObject json) {
        Map<String, String> texts = new LinkedHashMap<>();
        boolean isUnverified = false;
        for (String name : json.names()) {
            if (!KNOWN.contains(name(name))) {
                throw new SyntaxException(json.where() + ": " + name + " is not followed");
            }
            if (json.get(name) instanceof Boolean truth) {
                isUnverified |= truth && name(name).equals("skipemailverification");
            } else {
                texts.put(name(name), json.string(name));
            }
        }
        Kind kind = kind(texts.getOrDefault("type", ""), json.where());
        String audience = texts.getOrDefault("clientid", "");
        String challenge = texts.getOrDefault("challengeclaim", "");
        if (!texts.getOrDefault("issuerurl", url).equals(url)) {
            throw new SyntaxException(json.where() + ": issuer-url is not " + url);
        }
        if (audience.isEmpty()) {
            throw new SyntaxException(
                    json.where() + ": client-id is missing: for whom tokens must be");
        }
        if (!challenge.isEmpty() && !challenge.equals(kind == Kind.EMAIL ? "email" : "sub")) {
            throw new SyntaxException(
                    json.where() + ": challenge-claim: " + challenge + " is not followed");
        }
        IssuerKeys.address(url);
        return new OutsideIssuer(
                url,
                audience,
                kind,
                domain(kind, url, texts, json.where()),
                Optional.ofNullable(texts.get("cacert")),
                isUnverified);
    }

    private static Kind kind(String word, String where) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new SyntaxException(
                                where
                                        + ": type \""
                                        + word
                                        + "\" is not known; there are "
                                        + Arrays.stream(Kind.values())
                                                .map(Kind::word)
                                                .collect(Collectors.joining(", "))));
    }

    private static String domain(Kind kind, String url, Map<String, String> texts, String where) {
        String field = kind == Kind.SPIFFE ? "spiffetrustdomain" : "subjectdomain";
        String domain = texts.getOrDefault(field, "");
        boolean isWanted = kind == Kind.URI || kind == Kind.USERNAME || kind == Kind.SPIFFE;
        if (isWanted == domain.isEmpty()) {
            throw new SyntaxException(
                    "%s: %s %s for the type %s"
                            .formatted(
                                    where,
                                    kind == Kind.SPIFFE ? "spiffe-trust-domain" : "subject-domain",
                                    isWanted ? "is missing" : "says nothing",
                                    kind.word()));
        }
        if (kind == Kind.URI) {
            URI wanted = IssuerKeys.address(domain);
            URI own = IssuerKeys.address(url);
            if (!wanted.getScheme().equals(own.getScheme())
                    || !top(wanted.getHost()).equals(top(own.getHost()))) {
                throw foreign(where, domain, url);
            }
        }
        if (kind == Kind.USERNAME && !top(domain).equals(top(IssuerKeys.address(url).getHost()))) {
            throw foreign(where, domain, url);
        }
        return domain;
    }

    /** The last two parts of a name; an issuer may not speak for a stranger's. */
    private static String top(String host) {
        int last = host.lastIndexOf('.');
        return host.substring(host.lastIndexOf('.', last - 1) + 1);
    }

    private static SyntaxException foreign(String where, String domain, String url) {
        return new SyntaxException(
                "%s: subject-domain %s is not of the issuer %s".formatted(where, domain, url));
    }
}
