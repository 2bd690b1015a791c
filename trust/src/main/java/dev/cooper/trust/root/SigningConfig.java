package dev.cooper.trust.root;

import dev.cooper.oci.Json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        Map<String, Object> toMap() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("url", url);
            json.put("majorApiVersion", version);
            json.put("validFor", period.toMap());
            json.put("operator", operator);
            return json;
        }
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
