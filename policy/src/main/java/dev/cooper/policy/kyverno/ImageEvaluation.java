package dev.cooper.policy.kyverno;

import dev.cooper.oci.Json;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.cel.Arguments;
import dev.cooper.policy.cel.CelException;
import dev.cooper.policy.cel.Function;
import dev.cooper.policy.cel.Program;
import dev.cooper.policy.cel.Variables;
import dev.cooper.policy.evidence.Attested;
import dev.cooper.policy.evidence.Attestor;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Request;
import dev.cooper.policy.evidence.Stated;
import dev.cooper.trust.verdict.Check;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks a policy of images once: what its expressions know, and what they have found out. */
final class ImageEvaluation {
    private final Facts facts;
    private final Request request;
    private final Map<String, Facts> others = new HashMap<>();
    private final Map<List<String>, Map<String, Object>> payloads = new HashMap<>();
    private final Set<String> verified = new HashSet<>();
    private final Set<String> against = new LinkedHashSet<>();
    private final Map<String, Function> functions = new HashMap<>(ImageFunctions.NAMES);
    private final Variables variables = new Variables();
    private boolean open;

    ImageEvaluation(Facts facts, Request request) {
        this.facts = facts;
        this.request = request;
        functions.put("verifyImageSignatures", this::signatures);
        functions.put("verifyAttestationSignatures", this::attestations);
        functions.put("extractPayload", this::payload);
        functions.put("payload", this::payload);
        for (String name : ImageFunctions.IMAGE_DATA) {
            functions.put(name, this::imageData);
        }
        for (String name : ImageFunctions.LOOKUPS) {
            functions.put(name, values -> ClusterFunctions.find(facts.cluster(), name, values));
        }
    }

    Variables variables() {
        return variables;
    }

    /** The types of attestations by their name. */
    private Map<String, AttestationType> types = Map.of();

    void knowTypes(Map<String, AttestationType> all) {
        types = all;
        Map<String, String> names = new LinkedHashMap<>();
        all.keySet().forEach(each -> names.put(each, each));
        variables.with("attestations", names);
    }

    @Nullable Object value(Program program) {
        return program.run(variables, functions);
    }

    boolean holds(Program program) {
        if (value(program) instanceof Boolean holds) {
            return holds;
        }
        throw new CelException("the expression is neither true nor false");
    }

    String text(Program program) {
        if (value(program) instanceof String text) {
            return text;
        }
        throw new CelException("the expression is no text");
    }

    /** Whether something that counts could not be checked. */
    boolean isOpen() {
        return open;
    }

    /** What has spoken against signatures so far. */
    List<String> against() {
        return List.copyOf(against);
    }

    boolean isVerified(String image) {
        return verified.contains(image);
    }

    private Facts factsOf(String image) {
        if (image.equals(request.image())) {
            return facts;
        }
        Facts known = others.get(image);
        if (known == null) {
            try {
                known = facts.of(Reference.parse(image).withDefaultTag());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SyntaxException e) {
                throw new CelException(String.valueOf(e.getMessage()));
            }
            others.put(image, known);
        }
        return known;
    }

    private static List<Attestor> attestors(Arguments arguments, int index) {
        List<Attestor> all = new ArrayList<>();
        for (Object each : arguments.list(index)) {
            if (!(each instanceof Attestor attestor)) {
                throw new CelException(arguments.function() + "() wants a list of attestors");
            }
            all.add(attestor);
        }
        return all;
    }

    /** How one attestor is looked for. */
    private interface Ask {
        Check about(Attestor attestor) throws IOException;
    }

    private Object signatures(List<@Nullable Object> values) {
        Arguments arguments = new Arguments("verifyImageSignatures", values).sized(2, 2);
        String image = arguments.text(0);
        Facts of = factsOf(image);
        return count(image, attestors(arguments, 1), who -> Attested.signature(of, who));
    }

    /** How many have signed; nothing is said when nobody has and not all could be checked. */
    private long count(String image, List<Attestor> attestors, Ask ask) {
        long count = 0;
        String unknown = "";
        for (Attestor attestor : attestors) {
            Check check;
            try {
                check = ask.about(attestor);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (check.isPassed()) {
                count++;
                continue;
            }
            String other = image.equals(request.image()) ? "" : image + ": ";
            String why = other + Attested.why(check);
            against.add(why);
            if (check.outcome() == Check.Outcome.NOT_CHECKED) {
                unknown = why;
            }
        }
        if (!unknown.isEmpty()) {
            open = true;
            if (count == 0) {
                throw new CelException(unknown);
            }
        }
        if (count > 0) {
            verified.add(image);
        }
        return count;
    }

    private AttestationType type(Arguments arguments) {
        AttestationType type = types.get(arguments.text(1));
        if (type == null) {
            throw new CelException("there is no attestation " + arguments.text(1));
        }
        return type;
    }

    private Object attestations(List<@Nullable Object> values) {
        Arguments arguments = new Arguments("verifyAttestationSignatures", values).sized(3, 3);
        String image = arguments.text(0);
        AttestationType type = type(arguments);
        Facts of = factsOf(image);
        Map<String, Object> found =
                payloads.computeIfAbsent(List.of(image, type.type()), _ -> new LinkedHashMap<>());
        return count(image, attestors(arguments, 2), who -> statements(of, who, type, found));
    }

    private static Check statements(
            Facts of, Attestor attestor, AttestationType type, Map<String, Object> found)
            throws IOException {
        if (type.isArtifact() != attestor.credential() instanceof Attestor.Notation) {
            throw new CelException(
                    "artifacts are signed by attestors of notary, statements of in-toto by those of"
                            + " cosign; "
                            + type.type()
                            + " is of the other kind");
        }
        List<Check> checks = new ArrayList<>();
        for (Stated stated : of.attestations(attestor, type.type())) {
            checks.add(stated.check());
            if (stated.check().isPassed()) {
                byte[] json =
                        type.isArtifact()
                                ? Json.write(stated.statement().predicate())
                                : stated.statement().toJson();
                Object content = Json.parse(json);
                if (content != null) {
                    found.put(new String(json, StandardCharsets.UTF_8), content);
                }
            }
        }
        return checks.isEmpty()
                ? Check.failed("attestation", "there is no attestation " + type.type())
                : Check.any("attestation", checks);
    }

    /** What is said counts only when it was verified before, and when it is clear what is said. */
    private Object payload(List<@Nullable Object> values) {
        Arguments arguments = new Arguments("extractPayload", values).sized(2, 2);
        String type = type(arguments).type();
        Map<String, Object> found =
                payloads.getOrDefault(List.of(arguments.text(0), type), Map.of());
        if (found.isEmpty()) {
            throw new CelException("no attestation " + type + " has been verified before");
        }
        if (found.size() > 1) {
            open = true;
            String why = "there are " + found.size() + " attestations " + type + " that differ";
            against.add("not checked: " + why);
            throw new CelException(why);
        }
        return found.values().iterator().next();
    }

    private Object imageData(List<@Nullable Object> values) {
        Arguments arguments = new Arguments("getImageData", values).sized(1, 1);
        try {
            return ImageData.of(factsOf(arguments.text(0)), arguments.text(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
