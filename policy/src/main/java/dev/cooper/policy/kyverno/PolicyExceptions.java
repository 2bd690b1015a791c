package dev.cooper.policy.kyverno;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.document.YamlNode;
import dev.cooper.policy.evidence.Policy;

import java.util.ArrayList;
import java.util.List;

/** What policies are not about after all, written beside them. */
public final class PolicyExceptions {
    private final List<RuleException> ofRules = new ArrayList<>();
    private final List<ImageException> ofImages = new ArrayList<>();

    /** Tells whether a document is an exception. */
    public static boolean isException(YamlNode document) {
        return RuleException.isException(document) || ImageException.isException(document);
    }

    /**
     * Adds an exception.
     *
     * @throws SyntaxException when it is wrong, or is none
     */
    public void add(YamlNode document) {
        if (RuleException.isException(document)) {
            ofRules.add(RuleException.read(document));
        } else if (ImageException.isException(document)) {
            ofImages.add(ImageException.read(document));
        } else {
            throw document.wrong("this is no PolicyException");
        }
    }

    /** Returns the policies with their exceptions. */
    public List<Policy> on(List<Policy> policies) {
        return policies.stream().map(this::on).toList();
    }

    private Policy on(Policy policy) {
        return switch (policy) {
            case ClusterPolicy it when !ofRules.isEmpty() -> it.except(ofRules);
            case ImageValidatingPolicy it when !ofImages.isEmpty() -> it.except(ofImages);
            default -> policy;
        };
    }
}
