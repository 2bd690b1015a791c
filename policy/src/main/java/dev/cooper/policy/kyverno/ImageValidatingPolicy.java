package dev.cooper.policy.kyverno;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.cel.CelException;
import dev.cooper.policy.cel.Program;
import dev.cooper.policy.cel.Variables;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Decision.Outcome;
import dev.cooper.policy.decision.Reason;
import dev.cooper.policy.document.Wildcard;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.Policy;
import dev.cooper.policy.evidence.Request;
import dev.cooper.policy.evidence.Workload;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A policy of Kyverno whose rules are expressions of CEL over the images of an object. */
public final class ImageValidatingPolicy implements Policy {
    private final Settings settings;
    private final List<Named> conditions;
    private final Images images;
    private final List<Named> variables;
    private final Parties parties;
    private final List<Validation> validations;
    private final List<Named> notes;
    private final List<ImageException> exceptions;

    /**
     * What a policy says of itself.
     *
     * @param namespace the only one it is for; empty for all
     * @param rules which objects it is about
     * @param asks whether it is asked in clusters
     * @param refuses whether it refuses, or only warns
     */
    record Settings(
            String name,
            String namespace,
            ResourceRules rules,
            boolean asks,
            boolean refuses,
            boolean failsOpen,
            boolean pins,
            boolean wantsDigest,
            boolean required,
            String where) {}

    /** An expression with a name. */
    record Named(String name, Program program) {}

    /** Which images it is about: all, unless there is something; and where more images are. */
    record Images(List<Wildcard> globs, List<Program> expressions, List<Named> more) {
        boolean isAbout(String image) {
            boolean all = globs.isEmpty() && expressions.isEmpty();
            if (all || globs.stream().anyMatch(each -> each.matches(image)) || isMeant(image)) {
                return true;
            }
            Variables known = new Variables().with("ref", image);
            return expressions.stream().anyMatch(each -> each.holds(known));
        }

        /** What is no name of an image is not left out for that. */
        private boolean isMeant(String image) {
            try {
                return ImageNames.of(image).isMeant(globs);
            } catch (SyntaxException _) {
                return true;
            }
        }
    }

    /** Who signs, and what is stated, by the name that expressions call it. */
    record Parties(List<NamedAttestor> attestors, Map<String, AttestationType> attestations) {}

    /** What must hold. */
    record Validation(
            Program program, String message, Optional<Program> words, String name, String where) {}

    ImageValidatingPolicy(
            Settings settings,
            List<Named> conditions,
            Images images,
            List<Named> variables,
            Parties parties,
            List<Validation> validations,
            List<Named> notes,
            List<ImageException> exceptions) {
        this.settings = settings;
        this.conditions = List.copyOf(conditions);
        this.images = images;
        this.variables = List.copyOf(variables);
        this.parties = parties;
        this.validations = List.copyOf(validations);
        this.notes = List.copyOf(notes);
        this.exceptions = List.copyOf(exceptions);
    }

    /** Returns the policy with exceptions; those of other policies are left out. */
    ImageValidatingPolicy except(List<ImageException> some) {
        return new ImageValidatingPolicy(
                settings,
                conditions,
                images,
                variables,
                parties,
                validations,
                notes,
                some.stream().filter(each -> each.policies().contains(name())).toList());
    }

    /** Where there is no cluster, nothing is excepted. */
    private boolean isExcepted(ImageEvaluation evaluation, Request request) {
        return request.gate() == Gate.ADMISSION
                && exceptions.stream().anyMatch(each -> each.excepts(request.image(), evaluation));
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public boolean failsOpen() {
        return settings.failsOpen();
    }

    private boolean isAsked(Request request) {
        boolean cluster = request.gate() == Gate.ADMISSION;
        boolean elsewhere =
                cluster
                        && !settings.namespace().isEmpty()
                        && !settings.namespace().equals(request.workload().namespace());
        return (settings.asks() || !cluster) && !elsewhere && settings.rules().matches(request);
    }

    @Override
    public boolean pins(Request request) {
        if (!settings.pins() || !settings.refuses() || !isAsked(request)) {
            return false;
        }
        try {
            return images.isAbout(request.image());
        } catch (CelException _) {
            return true;
        }
    }

    @Override
    public Decision decide(Facts facts, Request request) {
        if (!isAsked(request)) {
            return Decision.ALLOWED;
        }
        ImageEvaluation evaluation = new ImageEvaluation(facts, request);
        String rule = "matchConditions";
        String where = settings.where();
        try {
            prepare(evaluation, request);
            for (Named condition : conditions) {
                if (!evaluation.holds(condition.program())) {
                    return Decision.ALLOWED;
                }
            }
            rule = "exceptions";
            if (isExcepted(evaluation, request)) {
                return Decision.ALLOWED;
            }
            rule = "images";
            boolean about = chooseImages(evaluation, request);
            if (about && settings.wantsDigest() && !settings.pins() && !isPinned(facts)) {
                return refused(facts, rule, "the image is not named by its digest", where);
            }
            for (Validation each : validations) {
                rule = each.name();
                where = each.where();
                if (!evaluation.holds(each.program())) {
                    return refused(facts, rule, said(each, evaluation), where);
                }
            }
            if (about && settings.required() && !evaluation.isVerified(request.image())) {
                String why = "the image is required to be verified, and no validation has done so";
                return refused(facts, "required", why, settings.where());
            }
            return Decision.ALLOWED;
        } catch (CelException e) {
            return evaluation.isOpen()
                    ? refused(facts, rule, open(evaluation, e), where)
                    : broken(facts, rule, e, where);
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            return broken(facts, rule, cause == null ? e : cause, where);
        }
    }

    @Override
    public Map<String, String> notes(Facts facts, Request request) {
        Map<String, String> all = new LinkedHashMap<>();
        if (notes.isEmpty() || !isAbout(facts, request)) {
            return all;
        }
        ImageEvaluation evaluation = new ImageEvaluation(facts, request);
        for (Named each : notes) {
            String value;
            try {
                prepare(evaluation, request);
                chooseImages(evaluation, request);
                value = evaluation.text(each.program());
            } catch (CelException e) {
                value = "it has no value: " + e.getMessage();
            } catch (UncheckedIOException e) {
                value = "it has no value: " + e.getMessage();
            }
            if (!value.isEmpty()) {
                all.put(name() + "." + each.name(), value);
            }
        }
        return all;
    }

    private static boolean isPinned(Facts facts) {
        return facts.name().digest().isPresent();
    }

    private static String open(ImageEvaluation evaluation, CelException e) {
        List<String> against = evaluation.against();
        return against.isEmpty() ? "not checked: " + e.getMessage() : String.join("; ", against);
    }

    private static String said(Validation validation, ImageEvaluation evaluation) {
        String message = validation.message();
        if (validation.words().isPresent()) {
            try {
                message = evaluation.text(validation.words().get());
            } catch (CelException _) {
                // What is said in its place is all that there is.
            }
        }
        if (message.isEmpty()) {
            message = "it does not hold that " + validation.program().text().strip();
        }
        List<String> against = evaluation.against();
        return against.isEmpty() ? message : String.join("; ", against) + ": " + message;
    }

    private Decision refused(Facts facts, String rule, String why, String where) {
        return decision(settings.refuses() ? Outcome.DENY : Outcome.WARN, facts, rule, why, where);
    }

    private Decision broken(Facts facts, String rule, Exception e, String where) {
        String why = "not checked: " + e.getMessage();
        return decision(settings.refuses() ? Outcome.ERROR : Outcome.WARN, facts, rule, why, where);
    }

    private Decision decision(Outcome outcome, Facts facts, String rule, String why, String where) {
        String message = facts.name().familiar() + ": " + why;
        return new Decision(outcome, List.of(new Reason(name(), rule, message, where)));
    }

    private void prepare(ImageEvaluation evaluation, Request request) {
        Workload workload = request.workload();
        boolean inside = !settings.rules().isAbout(request);
        Variables known = evaluation.variables();
        known.with("object", object(workload.object(), workload.kind(), inside));
        known.with("oldObject", old(workload, inside));
        known.with("request", RequestVariables.asked(workload));
        known.with(
                "namespaceObject",
                Map.of(
                        "metadata",
                        Map.of(
                                "name", workload.namespace(),
                                "labels", workload.namespaceLabels())));
        for (Named each : variables) {
            known.withLazy("variables." + each.name(), () -> evaluation.value(each.program()));
        }
        evaluation.knowTypes(parties.attestations());
        known.withLazy("attestors", () -> attestors(evaluation));
    }

    private static Map<String, @Nullable Object> object(
            Map<String, @Nullable Object> object, String kind, boolean inside) {
        return inside ? PodView.pod(object, kind) : object;
    }

    private static @Nullable Object old(Workload workload, boolean inside) {
        if (!(workload.request().get("oldObject") instanceof Map<?, ?> old)) {
            return null;
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        old.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return object(copy, workload.kind(), inside);
    }

    private Map<String, Object> attestors(ImageEvaluation evaluation) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (NamedAttestor each : parties.attestors()) {
            all.put(each.name(), each.in(evaluation::text));
        }
        return all;
    }

    /** Tells expressions of the images that the policy is about; returns whether this is one. */
    private boolean chooseImages(ImageEvaluation evaluation, Request request) {
        Workload workload = request.workload();
        Map<String, List<String>> all =
                PodView.images(PodView.pod(workload.object(), workload.kind()), request);
        Map<String, List<String>> chosen = new LinkedHashMap<>();
        all.forEach(
                (list, some) -> chosen.put(list, some.stream().filter(images::isAbout).toList()));
        for (Named more : images.more()) {
            if (!(evaluation.value(more.program()) instanceof List<?> some)) {
                throw new CelException("images." + more.name() + " is no list");
            }
            chosen.put(
                    more.name(),
                    some.stream().map(String::valueOf).filter(images::isAbout).toList());
        }
        evaluation.variables().with("images", chosen);
        return chosen.values().stream().anyMatch(some -> some.contains(request.image()));
    }

    /** Whether anything is asked of the image. */
    boolean isAbout(Facts facts, Request request) {
        if (!isAsked(request)) {
            return false;
        }
        ImageEvaluation evaluation = new ImageEvaluation(facts, request);
        try {
            prepare(evaluation, request);
            return conditions.stream().allMatch(each -> evaluation.holds(each.program()))
                    && !isExcepted(evaluation, request)
                    && images.isAbout(request.image());
        } catch (CelException | UncheckedIOException _) {
            return true;
        }
    }
}
