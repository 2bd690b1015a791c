package dev.cooper.registry.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.util.Set;

/** What verifies signatures of tokens. */
final class Signatures {
    private Signatures() {}

    /** Returns what verifies a token by a key; refuses keys that the algorithm cannot have. */
    static JWSVerifier verifier(JWSHeader header, PublicKey key) throws JOSEException {
        if (header.getAlgorithm().getName().equals("EdDSA")) {
            if (!(key instanceof EdECPublicKey)) {
                throw new JOSEException("the key is not for EdDSA");
            }
            return new EdDsa(key);
        }
        return new DefaultJWSVerifierFactory().createJWSVerifier(header, key);
    }

    /** Ed25519 by the JDK; the library would want another one for it. */
    private record EdDsa(PublicKey key) implements JWSVerifier {
        @Override
        public boolean verify(JWSHeader header, byte[] input, Base64URL signature)
                throws JOSEException {
            if (header.getCriticalParams() != null) {
                return false;
            }
            try {
                Signature verifier = Signature.getInstance("EdDSA");
                verifier.initVerify(key);
                verifier.update(input);
                return verifier.verify(signature.decode());
            } catch (GeneralSecurityException e) {
                throw new JOSEException(e.getMessage(), e);
            }
        }

        @Override
        public Set<com.nimbusds.jose.JWSAlgorithm> supportedJWSAlgorithms() {
            return Set.of(com.nimbusds.jose.JWSAlgorithm.EdDSA);
        }

        @Override
        public JCAContext getJCAContext() {
            return new JCAContext();
        }
    }
}
