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

    /** The name of the same among the targets of TUF. */
    static final String TUF_SIGNING_CONFIG = "signing_config.v0.2.json";

    byte[] trustedRoot(X509 fulcio, KeyPair ctfe, KeyPair rekor, TileLog tiles, List<X509> stamps) {
        return new TrustedRoot(
                        List.of(
                                log(rekor),
                                new TrustedLog(
                                        tiles.url(url),
                                        tiles.id(),
                                        Verifier.of(tiles.key().publicKey()),
                                        period)),
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

    /**
     * Whom to ask.
     *
     * @param issuers addresses of those who give tokens to people
     * @param apis of Rekor, the versions that are offered
     */
    byte[] signingConfig(List<String> issuers, List<Integer> apis) {
        return new SigningConfig(
                        List.of(service(url, 1)),
                        issuers.stream().map(one -> service(one, 1)).toList(),
                        apis.stream().map(api -> service(url, api)).toList(),
                        "ANY",
                        List.of(service(url + StampAuthority.PATH, 1)),
                        "ANY")
                .toJson();
    }

    private Service service(String address, int api) {
        return new Service(address, api, period, "cooper");
    }
}
