package dev.cooper.cli;

import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.scan.ScanSettings;
import dev.cooper.scan.remote.ServerAddress;
import dev.cooper.transfer.EnvironmentProxies;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The scan server that the settings name. */
final class ScanServerAddress {
    static final String TOKEN_HEADER = "Trivy-Token";

    private ScanServerAddress() {}

    static ServerAddress of(ScanSettings settings, Map<String, String> environment) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String each : settings.list("custom-headers")) {
            int colon = each.indexOf(':');
            if (colon <= 0) {
                throw new UsageException("--custom-headers takes NAME:VALUE, not \"" + each + "\"");
            }
            headers =
                    ServerAddress.with(
                            headers, each.substring(0, colon), each.substring(colon + 1).strip());
        }
        Optional<String> token = settings.value("token");
        if (token.isPresent()) {
            String name = settings.value("token-header").orElse(TOKEN_HEADER);
            headers = ServerAddress.with(headers, name, token.get());
        }
        EnvironmentProxies proxies = new EnvironmentProxies(environment);
        ServerAddress address =
                ServerAddress.parse(settings.value("server").orElse(""), headers, proxies);
        Optional<String> proxyUser = proxies.authorization(URI.create(address.base()));
        return proxyUser.isEmpty()
                ? address
                : new ServerAddress(
                        address.base(),
                        ServerAddress.with(headers, "Proxy-Authorization", proxyUser.get()),
                        proxies);
    }
}
