package dev.cooper.policy.kyverno;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.decision.Reason;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Facts;
import dev.cooper.policy.evidence.Gate;
import dev.cooper.policy.evidence.Request;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A rule with {@code verifyImages}.
 *
 * @param match what it is about
 * @param exclude what it is not about after all
 * @param context what it looks up, in order
 * @param preconditions of the request; where there is none, they are taken to hold
 * @param extractors where in objects that are no pods it finds images
 */
record VerifyRule(
        String name,
        ResourceMatch match,
        ResourceMatch exclude,
        List<ContextEntry> context,
        Conditions preconditions,
        ImageExtractors extractors,
        List<Written> verifications) {

    /**
     * A verification, and how it is written when there is something to fill in.
     *
     * @param asRead without anything filled in; enough to tell which images it is about
     */
    record Written(ImageVerification asRead, Optional<YamlNode> open) {
        ImageVerification in(Template known) {
            return open.map(node -> VerificationReader.filled(node, known)).orElse(asRead);
        }
    }

    /** What a decision depends on, beside the rule. */
    record Asked(
            String policy,
            boolean enforces,
            Facts facts,
            Request request,
            Map<String, ? extends Object> given) {}

    boolean isAbout(Request request) {
        return match.matches(request, true)
                && !exclude.matches(request, false)
                && extractors.isAbout(request);
    }

    boolean isAboutImage(Request request) {
        return isAbout(request) && about(request).findAny().isPresent();
    }

    private Stream<Written> about(Request request) {
        return verifications.stream().filter(each -> each.asRead().isAbout(request));
    }

    /** Whether something must hold before anything is asked, and does not. */
    boolean isIdle(Asked asked) {
        if (!isAboutImage(asked.request())) {
            return true;
        }
        try {
            return asked.request().gate() == Gate.ADMISSION && !preconditions.hold(known(asked));
        } catch (IOException | SyntaxException _) {
            return false;
        }
    }

    /** Decides; an image that nothing is asked of is allowed. */
    Decision decide(Asked asked) {
        List<Written> about =
                isAbout(asked.request()) ? about(asked.request()).toList() : List.of();
        if (about.isEmpty()) {
            return Decision.ALLOWED;
        }
        Template known;
        try {
            known = known(asked);
            if (asked.request().gate() == Gate.ADMISSION && !preconditions.hold(known)) {
                return Decision.ALLOWED;
            }
        } catch (IOException | SyntaxException e) {
            return Decision.all(about.stream().map(each -> open(asked, each.asRead(), e)).toList());
        }
        return Decision.all(about.stream().map(each -> decide(asked, each, known)).toList());
    }

    private Template known(Asked asked) throws IOException {
        boolean inside = !match.isAboutKind(asked.request().workload().kind());
        return RuleScope.of(asked, inside, context);
    }

    private Decision decide(Asked asked, Written written, Template known) {
        ImageVerification asRead = written.asRead();
        String image = asked.facts().name().familiar() + ": ";
        List<Reason> reasons = new ArrayList<>();
        try {
            ImageVerification verification = written.in(known);
            Map<String, @Nullable Object> stated = new LinkedHashMap<>();
            List<String> against =
                    verification.against(asked.facts(), asked.request(), known, stated);
            String said = verification.said(known.with(stated));
            for (String why : against) {
                String message = image + why + (said.isEmpty() ? "" : ": " + said);
                reasons.add(new Reason(asked.policy(), name, message, asRead.where()));
            }
        } catch (IOException | SyntaxException e) {
            return open(asked, asRead, e);
        }
        if (reasons.isEmpty()) {
            return Decision.ALLOWED;
        }
        boolean refuses = asRead.enforces().orElse(asked.enforces());
        return new Decision(refuses ? Decision.Outcome.DENY : Decision.Outcome.WARN, reasons);
    }

    private Decision open(Asked asked, ImageVerification verification, Exception e) {
        String why = asked.facts().name().familiar() + ": not checked: " + e.getMessage();
        boolean refuses = verification.enforces().orElse(asked.enforces());
        return new Decision(
                refuses ? Decision.Outcome.ERROR : Decision.Outcome.WARN,
                List.of(new Reason(asked.policy(), name, why, verification.where())));
    }

    boolean pins(boolean enforces, Request request) {
        return isAbout(request)
                && about(request)
                        .map(Written::asRead)
                        .anyMatch(each -> each.pins() && each.enforces().orElse(enforces));
    }
}
