package dev.cooper.trust.cosign;

import dev.cooper.oci.Digest;
import dev.cooper.trust.envelope.Dsse;
import dev.cooper.trust.envelope.Statement;
import dev.cooper.trust.verdict.Check;

import java.util.Optional;

/**
 * A statement that hangs on an image, and what came out when it was verified.
 *
 * @param form how it is stored
 * @param stored the digest of the blob that holds it
 * @param envelope with the signature; empty when it is damaged
 * @param statement what is stated; empty when it is damaged
 * @param check whether it holds, with reasons
 */
public record FoundAttestation(
        Form form,
        Digest stored,
        Optional<Dsse> envelope,
        Optional<Statement> statement,
        Check check) {}
