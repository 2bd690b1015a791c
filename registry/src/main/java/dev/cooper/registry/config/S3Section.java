package dev.cooper.registry.config;

import dev.cooper.oci.SyntaxException;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Reads {@code storage.s3} and {@code storage.redirect}, as the distribution project has them. */
final class S3Section {
    private static final String SECTION = "storage.s3.";
    private static final int LEAST_PART = 5 << 20;
    private static final int PART = 10 << 20;

    /** About copies and logs that Cooper does not make. */
    private static final List<String> WITHOUT_MEANING =
            List.of(
                    "multipartcopychunksize",
                    "multipartcopymaxconcurrency",
                    "multipartcopythresholdsize",
                    "multipartcombinesmallpart",
                    "loglevel",
                    "useragent");

    private S3Section() {}

    static Optional<S3Config> read(ConfigTree tree) {
        boolean redirect = !tree.flag("storage.redirect.disable", false);
        if (tree.under("storage.s3").isEmpty()) {
            return Optional.empty();
        }
        WITHOUT_MEANING.forEach(key -> tree.drop(SECTION + key));
        if (!tree.flag(SECTION + "v4auth", true)) {
            throw ConfigFile.notSupported(SECTION + "v4auth", "signing by version 2");
        }
        Optional<URI> endpoint = endpoint(tree);
        return Optional.of(
                new S3Config(
                        text(tree, "bucket").orElseThrow(() -> missing("bucket")),
                        text(tree, "region").orElseThrow(() -> missing("region")),
                        endpoint,
                        keys(tree),
                        tree.flag(SECTION + "forcepathstyle", endpoint.isPresent()),
                        root(text(tree, "rootdirectory").orElse("")),
                        encryption(tree),
                        !tree.flag(SECTION + "skipverify", false),
                        text(tree, "storageclass").filter(name -> !name.equals("NONE")),
                        (int) tree.number(SECTION + "chunksize", PART, LEAST_PART, 1 << 30),
                        redirect));
    }

    private static Optional<String> text(ConfigTree tree, String key) {
        return tree.text(SECTION + key).filter(value -> !value.isEmpty());
    }

    private static SyntaxException missing(String key) {
        return new SyntaxException(SECTION + key + ": want the " + key + "; it is missing");
    }

    private static Optional<URI> endpoint(ConfigTree tree) {
        boolean secure = tree.flag(SECTION + "secure", true);
        Optional<String> text = text(tree, "regionendpoint");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String address = text.get();
        if (!address.contains("://")) {
            address = (secure ? "https://" : "http://") + address;
        }
        try {
            URI uri = URI.create(address);
            if (uri.getHost() != null && uri.getUserInfo() == null) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new SyntaxException(
                SECTION
                        + "regionendpoint \""
                        + text.get()
                        + "\": want an address such as"
                        + " https://s3.example.org:9000");
    }

    private static Optional<S3Config.Keys> keys(ConfigTree tree) {
        Optional<String> access = text(tree, "accesskey");
        Optional<String> secret = text(tree, "secretkey");
        if (access.isPresent() != secret.isPresent()) {
            throw new SyntaxException("storage.s3: want both accesskey and secretkey, or neither");
        }
        return access.map(key -> new S3Config.Keys(key, secret.orElseThrow()));
    }

    private static String root(String directory) {
        String root = directory.startsWith("/") ? directory.substring(1) : directory;
        return root.isEmpty() || root.endsWith("/") ? root : root + "/";
    }

    private static S3Config.Encryption encryption(ConfigTree tree) {
        boolean encrypt = tree.flag(SECTION + "encrypt", false);
        Optional<String> key = text(tree, "keyid");
        if (!encrypt) {
            return new S3Config.Encryption.Default();
        }
        return key.isPresent()
                ? new S3Config.Encryption.Managed(key.get())
                : new S3Config.Encryption.Service();
    }
}
