package dev.cooper.trust.root;

import dev.cooper.oci.Json;
import dev.cooper.oci.JsonObject;
import dev.cooper.oci.SyntaxException;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom to ask when something is signed: sigstore's signing config.
 *
 * @param authorities who issues certificates
 * @param issuers who issues tokens
 * @param logs transparency logs
 * @param logChoice how many of the logs: {@code ANY}, {@code ALL} or {@code EXACT:2}; empty if
 *     unsaid
 * @param timestampAuthorities who issues time stamps
 * @param timestampChoice how many of them
 */
public record SigningConfig(
        List<Service> authorities,
        List<Service> issuers,
        List<Service> logs,
        String logChoice,
        List<Service> timestampAuthorities,
        String timestampChoice) {
    /** The media type that is written. */
    public static final String MEDIA_TYPE = "application/vnd.dev.sigstore.signingconfig.v0.2+json";

    private static final int MOST = 100;

    /** Copies the lists. */
    public SigningConfig {
        authorities = List.copyOf(authorities);
        issuers = List.copyOf(issuers);
        logs = List.copyOf(logs);
        timestampAuthorities = List.copyOf(timestampAuthorities);
    }

    /**
     * A service.
     *
     * @param url where it is
     * @param version of its API
     * @param period when it is to be asked
     * @param operator whose it is
     */
    public record Service(String url, long version, Period period, String operator) {
        private static Service of(JsonObject json) {
            return new Service(
                    json.string("url"),
                    json.integer("majorApiVersion"),
                    json.optionalObject("validFor")
                            .map(Period::of)
                            .orElse(new Period(Optional.empty(), Optional.empty())),
                    json.string("operator", ""));
        }

        Map<String, Object> toMap() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("url", url);
            json.put("majorApiVersion", version);
            json.put("validFor", period.toMap());
            json.put("operator", operator);
            return json;
        }
    }

    /**
     * Reads a signing config.
     *
     * @param where the file, for messages
     * @throws SyntaxException when it is damaged or of an unknown version
     */
    public static SigningConfig parse(byte[] file, String where) {
        JsonObject json = JsonObject.parse(file, where);
        String type = json.string("mediaType");
        if (!type.equals(MEDIA_TYPE)) {
            throw new SyntaxException(
                    where + ": unknown media type \"" + type + "\", want " + MEDIA_TYPE);
        }
        return new SigningConfig(
                services(json, "caUrls"),
                services(json, "oidcUrls"),
                services(json, "rekorTlogUrls"),
                choice(json, "rekorTlogConfig"),
                services(json, "tsaUrls"),
                choice(json, "tsaConfig"));
    }

    private static List<Service> services(JsonObject json, String name) {
        List<JsonObject> all = json.objects(name);
        if (all.size() > MOST) {
            throw new SyntaxException(json.where() + ": more than " + MOST + " " + name);
        }
        return all.stream().map(Service::of).toList();
    }

    private static String choice(JsonObject json, String name) {
        JsonObject choice = json.optionalObject(name).orElse(null);
        if (choice == null) {
            return "";
        }
        String selector = choice.string("selector", "");
        return switch (selector) {
            case "EXACT" -> selector + ":" + choice.integer("count");
            case "ALL", "ANY", "" -> selector;
            default ->
                    throw new SyntaxException(
                            choice.where() + ": unknown selector \"" + selector + "\"");
        };
    }

    /**
     * Chooses whom to ask: of each operator the service with the newest API that is known, as many
     * as are wanted, those first that began last.
     *
     * @param services all of a kind
     * @param choice how many of them: {@code ANY}, {@code ALL} or {@code EXACT:2}
     * @param newest the newest version of the API that can be spoken
     * @param now when they are to be asked
     * @return empty when there are none at all
     * @throws SyntaxException when fewer can be asked than are wanted
     */
    public static List<Service> choose(
            List<Service> services, String choice, long newest, Instant now) {
        Map<String, Service> byOperator = new LinkedHashMap<>();
        services.stream()
                .filter(one -> one.version() <= newest && one.period().holds(now))
                .sorted(
                        Comparator.comparingLong(Service::version)
                                .thenComparing(one -> one.period().start().orElse(Instant.EPOCH))
                                .reversed())
                .forEach(one ->
                        byOperator.putIfAbsent(
                                one.operator().isEmpty() ? one.url() : one.operator(), one));
        List<Service> found = List.copyOf(byOperator.values());
        int least =
                choice.startsWith("EXACT:")
                        ? Integer.parseInt(choice.substring("EXACT:".length()))
                        : 1;
        if (!services.isEmpty() && found.size() < least) {
            throw new SyntaxException(
                    "signing config: "
                            + found.size()
                            + " services can be asked now with version "
                            + newest
                            + " of the API or an older one, want "
                            + least
                            + "; the first is "
                            + services.getFirst().url());
        }
        return choice.equals("ALL") ? found : found.subList(0, Math.min(least, found.size()));
    }

    /** Returns the signing config as a document. */
    public byte[] toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mediaType", MEDIA_TYPE);
        put(json, "caUrls", authorities);
        put(json, "oidcUrls", issuers);
        put(json, "rekorTlogUrls", logs);
        json.put("rekorTlogConfig", choice(logChoice));
        put(json, "tsaUrls", timestampAuthorities);
        json.put("tsaConfig", choice(timestampChoice));
        return Json.write(json);
    }

    private static void put(Map<String, Object> json, String name, List<Service> services) {
        if (!services.isEmpty()) {
            json.put(name, services.stream().map(Service::toMap).toList());
        }
    }

    private static Map<String, Object> choice(String text) {
        Map<String, Object> json = new LinkedHashMap<>();
        int colon = text.indexOf(':');
        if (!text.isEmpty()) {
            json.put("selector", colon < 0 ? text : text.substring(0, colon));
        }
        if (colon > 0) {
            json.put("count", Long.valueOf(text.substring(colon + 1)));
        }
        return json;
    }
}
