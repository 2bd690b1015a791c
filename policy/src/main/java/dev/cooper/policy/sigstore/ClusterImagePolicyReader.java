package dev.cooper.policy.sigstore;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.YamlNode;

import java.util.ArrayList;
import java.util.List;

/** Reads policies of policy-controller. What is written and would not be obeyed is refused. */
public final class ClusterImagePolicyReader {
    private ClusterImagePolicyReader() {}

    /** Tells whether a document is one. */
    public static boolean isPolicy(YamlNode document) {
        return document.get("apiVersion").text().startsWith("policy.sigstore.dev/")
                && document.get("kind").text().equals("ClusterImagePolicy");
    }

    /**
     * Reads a policy.
     *
     * @throws SyntaxException when it is wrong, or asks for what is not done here
     */
    public static ClusterImagePolicy read(YamlNode document) {
        String version = document.get("apiVersion").text();
        if (!version.endsWith("/v1alpha1") && !version.endsWith("/v1beta1")) {
            throw document.get("apiVersion").wrong("want v1alpha1 or v1beta1");
        }
        document.only("apiVersion", "kind", "metadata", "spec", "status");
        YamlNode spec = document.get("spec");
        spec.only("images", "authorities", "policy", "mode", "match");
        if (spec.get("policy").exists()) {
            throw spec.get("policy")
                    .wrong(
                            "policies over what authorities have found are not evaluated here; put"
                                    + " what statements must say into the policy of an attestation,"
                                    + " in Rego");
        }
        List<ImageGlob> images = new ArrayList<>();
        for (YamlNode each : spec.get("images").elements()) {
            each.only("glob");
            images.add(ImageGlob.read(each.get("glob")));
        }
        if (images.isEmpty()) {
            throw spec.get("images").wrong("it is missing");
        }
        List<Authority> authorities = new ArrayList<>();
        for (YamlNode each : spec.get("authorities").elements()) {
            authorities.add(
                    AuthorityReader.read(
                            each, each.get("name").text("authority-" + authorities.size())));
        }
        if (authorities.isEmpty()) {
            throw spec.get("authorities").wrong("nobody is named who may vouch for an image");
        }
        return new ClusterImagePolicy(
                document.get("metadata", "name").wantedText(),
                enforces(spec.get("mode")),
                images,
                spec.get("match").elements().stream().map(MatchedResource::read).toList(),
                authorities,
                spec.where());
    }

    private static boolean enforces(YamlNode mode) {
        return switch (mode.text("enforce")) {
            case "enforce" -> true;
            case "warn" -> false;
            default -> throw mode.wrong("want enforce or warn");
        };
    }
}
