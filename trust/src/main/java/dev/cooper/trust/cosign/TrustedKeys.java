package dev.cooper.trust.cosign;

import dev.cooper.oci.Digest;
import dev.cooper.trust.bundle.Bundle;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.verdict.Check;

import java.util.List;
import java.util.Map;

/**
 * Trust in keys alone: a signature of one of them counts, whether or not a log knows of it.
 *
 * @param keys at least one
 */
public record TrustedKeys(List<Verifier> keys) implements Trusted {
    /** Copies the keys. */
    public TrustedKeys {
        keys = List.copyOf(keys);
    }

    @Override
    public Check bundle(Bundle bundle) {
        return signature(keys.stream().anyMatch(key -> bundle.envelope().isSignedBy(key)));
    }

    @Override
    public Check file(Bundle bundle, byte[] content) {
        return switch (bundle.content()) {
            case Bundle.Content.Envelope _ ->
                    Check.failed("form", "it holds a statement, no signature of a file's bytes");
            case Bundle.Content.MessageSignature message ->
                    Check.all(
                            "signature-blob",
                            List.of(
                                    Check.of(
                                            "digest",
                                            !message.algorithm().equals("SHA2_256")
                                                    || message.digest()
                                                            .equals(Digest.sha256(content).hex()),
                                            "it is about this file",
                                            "it is about another file"),
                                    layer(content, bundle.signature(), Map.of())));
        };
    }

    @Override
    public Check layer(byte[] message, byte[] signature, Map<String, String> annotations) {
        return signature(keys.stream().anyMatch(key -> key.verifies(message, signature)));
    }

    private Check signature(boolean holds) {
        return Check.of(
                "signature",
                holds,
                "it is of the key",
                keys.size() == 1 ? "it is not of the key" : "it is of none of the keys");
    }
}
