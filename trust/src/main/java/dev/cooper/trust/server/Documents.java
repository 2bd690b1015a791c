package dev.cooper.trust.server;

import dev.cooper.trust.certificate.X509;
import dev.cooper.trust.key.KeyPair;
import dev.cooper.trust.key.PublicKeys;
import dev.cooper.trust.key.Verifier;
import dev.cooper.trust.root.Authority;
import dev.cooper.trust.root.Period;
import dev.cooper.trust.root.SigningConfig;
import dev.cooper.trust.root.SigningConfig.Service;
import dev.cooper.trust.root.TrustedLog;
import dev.cooper.trust.root.TrustedRoot;

import java.util.List;

/**
 * What clients are given: whom to trust, and whom to ask.
 *
 * @param url of the server
 * @param period when its keys are to be trusted
 */
record Documents(String url, Period period) {
    /** Names of the files, which are cosign's. */
    static final String TRUSTED_ROOT = "trusted_root.json";

    static final String SIGNING_CONFIG = "signing_config.json";

    byte[] trustedRoot(X509 fulcio, KeyPair ctfe, KeyPair rekor, List<X509> stamps) {
        return new TrustedRoot(
                        List.of(log(rekor)),
                        List.of(new Authority(url, List.of(fulcio), period)),
                        List.of(log(ctfe)),
                        List.of(new Authority(url + StampAuthority.PATH, stamps, period)))
                .toJson();
    }

    private TrustedLog log(KeyPair key) {
        return new TrustedLog(
                url,
                PublicKeys.digest(key.publicKey()).hex(),
                Verifier.of(key.publicKey()),
                period);
    }

    byte[] signingConfig() {
        return new SigningConfig(
                        List.of(service(url)),
                        List.of(service(url)),
                        List.of(service(url)),
                        "ANY",
                        List.of(service(url + StampAuthority.PATH)),
                        "ANY")
                .toJson();
    }

    private Service service(String address) {
        return new Service(address, 1, period, "cooper");
    }
}
