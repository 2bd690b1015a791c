package dev.cooper.policy.kyverno;

import dev.cooper.oci.Reference;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Facts;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Something that a rule looks up, and the name that its queries call it by. */
sealed interface ContextEntry {
    /** Returns the name. */
    String name();

    /**
     * Looks it up.
     *
     * @param known what is known so far
     * @throws IOException when it cannot be told, or is not there
     */
    @Nullable Object find(Facts facts, Template known) throws IOException;

    /** A value that is written, or asked for. */
    record Variable(String name, @Nullable Object value, String query, @Nullable Object otherwise)
            implements ContextEntry {
        @Override
        public @Nullable Object find(Facts facts, Template known) {
            Object found = Conditions.filled(value, known);
            if (!query.isEmpty()) {
                found = value == null ? known.ask(query) : known.of(found).ask(query);
            }
            return found == null ? Conditions.filled(otherwise, known) : found;
        }
    }

    /** A ConfigMap of the cluster. */
    record ConfigMap(String name, String namespace, String object) implements ContextEntry {
        @Override
        public @Nullable Object find(Facts facts, Template known) throws IOException {
            String path =
                    "/api/v1/namespaces/"
                            + ClusterFunctions.part(known.text(namespace))
                            + "/configmaps/"
                            + ClusterFunctions.part(known.text(object));
            Optional<? extends @Nullable Object> found = facts.cluster().get(path);
            if (found.isEmpty()) {
                throw new IOException("there is no " + path + " in the cluster");
            }
            return found.get();
        }
    }

    /** An answer of the cluster's server. */
    record Call(String name, String path, String query, @Nullable Object otherwise)
            implements ContextEntry {
        @Override
        public @Nullable Object find(Facts facts, Template known) throws IOException {
            String filled = known.text(path);
            Optional<? extends @Nullable Object> answer = facts.cluster().get(filled);
            if (answer.isEmpty() && otherwise == null) {
                throw new IOException("there is no " + filled + " in the cluster");
            }
            Object found = answer.orElse(null);
            if (!query.isEmpty() && found != null) {
                found = known.of(found).ask(known.text(query));
            }
            return found == null ? Conditions.filled(otherwise, known) : found;
        }
    }

    /** What a registry says of an image. */
    record Image(String name, String reference, String query) implements ContextEntry {
        @Override
        public @Nullable Object find(Facts facts, Template known) throws IOException {
            String image = known.text(reference);
            Reference wanted = Reference.parse(image).withDefaultTag();
            Facts of = wanted.equals(facts.name()) ? facts : facts.of(wanted);
            Object found = ImageData.of(of, image);
            return query.isEmpty() ? found : known.of(found).ask(known.text(query));
        }
    }

    /** Reads all of a rule. */
    static List<ContextEntry> read(YamlNode list) {
        List<ContextEntry> all = new ArrayList<>();
        list.elements().forEach(each -> all.add(one(each)));
        return all;
    }

    private static ContextEntry one(YamlNode entry) {
        entry.only("name", "variable", "configMap", "apiCall", "imageRegistry", "globalReference");
        String name = entry.get("name").wantedText();
        long kinds = entry.keys().stream().filter(each -> !each.equals("name")).count();
        if (kinds != 1) {
            throw entry.wrong("want one of variable, configMap, apiCall, imageRegistry");
        }
        if (entry.get("variable").exists()) {
            YamlNode one = entry.get("variable");
            one.only("value", "jmesPath", "default");
            return new Variable(
                    name,
                    one.get("value").value(),
                    one.get("jmesPath").text(),
                    one.get("default").value());
        }
        if (entry.get("configMap").exists()) {
            YamlNode one = entry.get("configMap");
            one.only("name", "namespace");
            return new ConfigMap(
                    name, one.get("namespace").text("default"), one.get("name").wantedText());
        }
        if (entry.get("imageRegistry").exists()) {
            YamlNode one = entry.get("imageRegistry");
            one.only("reference", "jmesPath", "imageRegistryCredentials");
            RegistryAccess.check(one.get("imageRegistryCredentials"));
            return new Image(name, one.get("reference").wantedText(), one.get("jmesPath").text());
        }
        return call(name, entry);
    }

    private static ContextEntry call(String name, YamlNode entry) {
        YamlNode one = entry.get("apiCall");
        if (!one.exists()) {
            throw entry.get("globalReference")
                    .wrong(
                            "what Kyverno's own controller keeps for all policies is not known"
                                    + " here");
        }
        one.only("urlPath", "method", "data", "service", "jmesPath", "default");
        if (one.get("service").exists()) {
            throw one.get("service").wrong("only the cluster's own server is asked, no service");
        }
        if (!one.get("method").text("GET").equals("GET") || one.get("data").exists()) {
            throw one.get("method").wrong("the cluster's server is only read from; want GET");
        }
        return new Call(
                name,
                one.get("urlPath").wantedText(),
                one.get("jmesPath").text(),
                one.get("default").value());
    }
}
