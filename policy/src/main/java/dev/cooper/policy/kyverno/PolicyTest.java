package dev.cooper.policy.kyverno;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Cluster;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A test of Kyverno's program: what policies are to say of objects.
 *
 * @param name what it calls itself
 * @param policies files of policies
 * @param resources the objects
 * @param around what else there is
 * @param wanted what is to come out
 */
public record PolicyTest(
        String name,
        List<Path> policies,
        List<Resource> resources,
        Surroundings around,
        List<Wanted> wanted) {
    /** What such files are called. */
    public static final String FILE = "kyverno-test.yaml";

    private static final List<String> RESULTS = List.of("pass", "fail", "skip", "warn", "error");

    /**
     * An object.
     *
     * @param object all of it, by member
     */
    public record Resource(
            String kind, String namespace, String name, Map<String, @Nullable Object> object) {}

    /**
     * What is there beside policies and objects.
     *
     * @param user who asks, as reviews have it; empty when nothing is said
     */
    record Surroundings(
            PolicyExceptions exceptions,
            GivenValues values,
            Cluster cluster,
            Map<String, Object> user) {}

    /**
     * What is to come out.
     *
     * @param rule of the policy; empty for all of it
     * @param resource {@code name} or {@code namespace/name}
     * @param result {@code pass}, {@code fail}, {@code skip} or {@code error}
     * @param where file and line
     */
    public record Wanted(
            String policy,
            String rule,
            String kind,
            String resource,
            String result,
            String where) {}

    /**
     * Reads a test and its objects.
     *
     * @throws SyntaxException when it is wrong, or wants what is not known here
     * @throws IOException when a file cannot be read
     */
    public static PolicyTest read(Path file) throws IOException {
        List<YamlNode> documents = documents(file);
        if (documents.size() != 1) {
            throw new SyntaxException(file + ": want one document, there are " + documents.size());
        }
        YamlNode test = documents.getFirst();
        boolean ours =
                test.get("kind").text().equals("Test")
                        && test.get("apiVersion").text().startsWith("cli.kyverno.io/");
        if (!ours) {
            throw test.wrong("this is no test: want apiVersion cli.kyverno.io/v1alpha1, kind Test");
        }
        test.only(
                "apiVersion",
                "kind",
                "metadata",
                "policies",
                "resources",
                "exceptions",
                "variables",
                "values",
                "userInfo",
                "clusterResources",
                "context",
                "results");
        List<Resource> resources = new ArrayList<>();
        for (Path each : beside(file, test.get("resources"))) {
            for (YamlNode object : documents(each)) {
                resources.add(resource(object));
            }
        }
        List<Wanted> wanted = new ArrayList<>();
        test.get("results").elements().forEach(each -> wanted(each, wanted));
        if (wanted.isEmpty()) {
            throw test.get("results").wrong("there is none");
        }
        return new PolicyTest(
                test.get("metadata", "name").text(String.valueOf(file)),
                beside(file, test.get("policies")),
                resources,
                around(file, test),
                wanted);
    }

    private static Surroundings around(Path file, YamlNode test) throws IOException {
        PolicyExceptions exceptions = new PolicyExceptions();
        for (String each : test.get("exceptions").texts()) {
            documents(file.resolveSibling(each)).forEach(exceptions::add);
        }
        GivenValues values = GivenValues.NONE;
        if (test.get("values").exists()) {
            values = GivenValues.read(test.get("values"));
        } else if (test.get("variables").exists()) {
            values = GivenValues.read(one(file, test.get("variables")));
        }
        Map<String, Object> user = Map.of();
        if (test.get("userInfo").exists()) {
            YamlNode info = one(file, test.get("userInfo")).get("userInfo");
            info.only("username", "groups", "uid");
            user =
                    Map.of(
                            "username",
                            info.get("username").text(),
                            "groups",
                            info.get("groups").texts());
        }
        return new Surroundings(exceptions, values, cluster(file, test), user);
    }

    private static Cluster cluster(Path file, YamlNode test) throws IOException {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        List<String> files = new ArrayList<>(test.get("clusterResources").texts());
        if (test.get("context").exists()) {
            files.add(test.get("context").text());
        }
        for (String each : files) {
            for (YamlNode document : documents(file.resolveSibling(each))) {
                YamlNode listed = document.get("spec", "resources");
                if (listed.isList()) {
                    document.get("spec").only("resources");
                    listed.elements().forEach(one -> objects.add(whole(one)));
                } else {
                    objects.add(whole(document));
                }
            }
        }
        return files.isEmpty() ? Cluster.NONE : new GivenCluster(objects);
    }

    private static YamlNode one(Path file, YamlNode name) throws IOException {
        List<YamlNode> documents = documents(file.resolveSibling(name.text()));
        if (documents.size() != 1) {
            throw name.wrong("want one document, there are " + documents.size());
        }
        return documents.getFirst();
    }

    private static Map<String, @Nullable Object> whole(YamlNode object) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        object.keys().forEach(key -> all.put(key, object.get(key).value()));
        return all;
    }

    private static List<YamlNode> documents(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return YamlNode.documents(file.toString(), in.readNBytes(YamlNode.MOST_BYTES + 1));
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        }
    }

    private static List<Path> beside(Path file, YamlNode list) {
        if (list.texts().isEmpty()) {
            throw list.wrong("it is missing");
        }
        return list.texts().stream().map(file::resolveSibling).toList();
    }

    private static Resource resource(YamlNode object) {
        return new Resource(
                object.get("kind").wantedText(),
                object.get("metadata", "namespace").text("default"),
                object.get("metadata", "name").wantedText(),
                whole(object));
    }

    private static void wanted(YamlNode one, List<Wanted> all) {
        one.only(
                "policy",
                "rule",
                "resource",
                "resources",
                "namespace",
                "kind",
                "result",
                "status",
                "isImageValidatingPolicy");
        String result = one.get("result").text(one.get("status").text());
        if (!RESULTS.contains(result)) {
            throw one.get("result").wrong("want pass, fail, skip, warn or error");
        }
        List<String> names = new ArrayList<>(one.get("resources").texts());
        if (one.get("resource").exists()) {
            names.add(one.get("resource").text());
        }
        if (names.isEmpty()) {
            throw one.get("resources").wrong("it is missing");
        }
        String namespace = one.get("namespace").text();
        for (String name : names) {
            all.add(
                    new Wanted(
                            one.get("policy").wantedText(),
                            one.get("rule").text(),
                            one.get("kind").text(),
                            namespace.isEmpty() || name.contains("/")
                                    ? name
                                    : namespace + "/" + name,
                            result,
                            one.where()));
        }
    }
}
