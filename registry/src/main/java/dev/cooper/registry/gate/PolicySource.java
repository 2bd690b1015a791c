package dev.cooper.registry.gate;

import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.Policies;
import dev.cooper.policy.PolicyFiles;
import dev.cooper.policy.evidence.NotationSignatures;
import dev.cooper.policy.evidence.SignatureSource;
import dev.cooper.policy.evidence.SigstoreSignatures;
import dev.cooper.registry.config.PolicyConfig;
import dev.cooper.trust.notation.OnlineRevocation;
import dev.cooper.trust.root.TrustedRoot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The policies and whom they trust, from files that are read again when they change. When they
 * cannot be read then, those known so far stay.
 */
final class PolicySource {
    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MOST_ROOT_BYTES = 16 << 20;
    private static final int MOST_FILES = 2000;

    private final PolicyConfig config;
    private final LongSupplier nanos;
    private List<String> stamp;
    private long looked;
    private Trusted current;

    /**
     * What the files said at one time.
     *
     * @param number another one for every time
     */
    record Trusted(long number, Policies policies, List<SignatureSource> signatures) {}

    /**
     * Reads the files.
     *
     * @throws SyntaxException when one is wrong; with file and line
     */
    PolicySource(PolicyConfig config, LongSupplier nanos) throws IOException {
        this.config = config;
        this.nanos = nanos;
        this.stamp = stamp();
        this.looked = nanos.getAsLong();
        this.current = read(1);
    }

    synchronized Trusted current() {
        long now = nanos.getAsLong();
        if (now - looked < LOOK.toNanos()) {
            return current;
        }
        looked = now;
        try {
            List<String> found = stamp();
            if (!found.equals(stamp)) {
                stamp = found;
                current = read(current.number + 1);
                LOG.log(System.Logger.Level.INFO, "the policies were read again");
            }
        } catch (IOException | SyntaxException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the policies known so far stay, for they cannot be read: " + e.getMessage());
        }
        return current;
    }

    private Trusted read(long number) throws IOException {
        Optional<TrustedRoot> root = Optional.empty();
        if (config.trustedRoot().isPresent()) {
            Path file = config.trustedRoot().get();
            try (InputStream in = Files.newInputStream(file)) {
                byte[] content = in.readNBytes(MOST_ROOT_BYTES);
                root = Optional.of(TrustedRoot.parse(content, file.toString()));
            }
        }
        return new Trusted(
                number,
                new Policies(PolicyFiles.read(config.files())),
                List.of(
                        new SigstoreSignatures(root, false, Map.of(), InstantSource.system()),
                        new NotationSignatures(OnlineRevocation::new, InstantSource.system())));
    }

    /** How the files look: equal lists mean that they have not changed. */
    private List<String> stamp() throws IOException {
        List<Path> all = new ArrayList<>(config.files());
        config.trustedRoot().ifPresent(all::add);
        for (Path each : config.files()) {
            if (Files.isDirectory(each)) {
                try (Stream<Path> inside = Files.list(each)) {
                    inside.sorted().limit(MOST_FILES).forEach(all::add);
                }
            }
        }
        List<String> stamps = new ArrayList<>();
        for (Path path : all) {
            if (Files.exists(path)) {
                BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
                stamps.add(
                        String.join(
                                " ",
                                path.toString(),
                                String.valueOf(found.fileKey()),
                                Long.toString(found.size()),
                                found.lastModifiedTime().toString()));
            }
        }
        return stamps;
    }
}
