package dev.cooper.policy;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Policy;
import dev.cooper.policy.kyverno.ClusterPolicyReader;
import dev.cooper.policy.kyverno.ImageValidatingPolicyReader;
import dev.cooper.policy.kyverno.PolicyExceptions;
import dev.cooper.policy.rule.RuleReader;
import dev.cooper.policy.sigstore.ClusterImagePolicyReader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads files of policies, whatever their language; each document says itself what it is. */
public final class PolicyFiles {
    private static final int MOST_FILES = 1000;

    private PolicyFiles() {}

    /**
     * Reads policies.
     *
     * @param files files, or directories of files that end in {@code .yaml}, {@code .yml} or {@code
     *     .json}
     * @throws SyntaxException when a document is no policy, or a wrong one; with file and line
     * @throws IOException when a file cannot be read
     */
    public static List<Policy> read(List<Path> files) throws IOException {
        List<Policy> policies = new ArrayList<>();
        PolicyExceptions exceptions = new PolicyExceptions();
        for (Path each : files) {
            List<Policy> found = new ArrayList<>();
            boolean excepts = false;
            for (Path file : files(each)) {
                for (YamlNode document : YamlNode.documents(file.toString(), content(file))) {
                    if (PolicyExceptions.isException(document)) {
                        exceptions.add(document);
                        excepts = true;
                        continue;
                    }
                    found.addAll(of(file, document));
                }
            }
            if (found.isEmpty() && !excepts) {
                throw new SyntaxException(each + ": there is no policy in it");
            }
            policies.addAll(found);
        }
        return exceptions.on(policies);
    }

    /**
     * Returns the files that are meant by a file or a directory.
     *
     * @throws IOException when the directory cannot be read
     */
    public static List<Path> files(Path each) throws IOException {
        return Files.isDirectory(each) ? inside(each) : List.of(each);
    }

    private static List<Path> inside(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            List<Path> files =
                    all.filter(each -> isPolicyFile(String.valueOf(each.getFileName())))
                            .sorted()
                            .limit(MOST_FILES + 1)
                            .toList();
            if (files.size() > MOST_FILES) {
                throw new SyntaxException(
                        directory + ": more than " + MOST_FILES + " files of policies");
            }
            return files;
        }
    }

    private static boolean isPolicyFile(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }

    /**
     * Reads a file, of which at most one byte more than is allowed.
     *
     * @throws IOException when it cannot be read
     */
    public static byte[] content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(YamlNode.MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        }
    }

    private static List<? extends Policy> of(Path file, YamlNode document) {
        if (RuleReader.isConfigMap(document)) {
            return RuleReader.ofConfigMap(document);
        }
        if (ClusterPolicyReader.isPolicy(document)) {
            return List.of(ClusterPolicyReader.read(document));
        }
        if (ImageValidatingPolicyReader.isPolicy(document)) {
            return List.of(ImageValidatingPolicyReader.read(document));
        }
        if (ClusterImagePolicyReader.isPolicy(document)) {
            return List.of(ClusterImagePolicyReader.read(document));
        }
        if (RuleReader.isPolicy(document)) {
            String name = String.valueOf(file.getFileName());
            int dot = name.lastIndexOf('.');
            return List.of(RuleReader.read(dot > 0 ? name.substring(0, dot) : name, document));
        }
        String kind = document.get("apiVersion").text() + " " + document.get("kind").text();
        throw document.wrong(
                kind.isBlank()
                        ? "this is no policy: it has neither rules nor a kind"
                        : "policies of the kind " + kind.strip() + " are not known");
    }
}
