package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.option.UsageException;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.trust.notary.Collection;
import dev.cooper.trust.notary.Roles;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code cooper trust migrate}: signs anew what Content Trust has signed, before it ends. */
final class TrustMigrateCommand implements Command {
    static final String SUMMARY = "Sign all signed tags anew, as cosign or notation do";

    @Override
    public Usage usage() {
        return CosignWords.signing(
                        Usage.of("cooper trust migrate [OPTIONS] REPOSITORY", SUMMARY)
                                .value(
                                        "notation-key",
                                        0,
                                        "name",
                                        "Sign as notation does, with a key of its list")
                                .flag("dry-run", 'n', "Say what is to do, and change nothing"))
                .operands(1, 1);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        boolean dry = options.isOn("dry-run");
        if (!dry && !options.given("key") && !options.given("notation-key")) {
            throw new UsageException("what to sign with is missing: give --key or --notation-key");
        }
        MigratedTag.Keys keys = MigratedTag.Keys.of(options, terminal);
        Reference repository = Remote.repository(options.operands().getFirst());
        int failed = 0;
        try (DockerTrust trust = new DockerTrust(terminal);
                Remote remote = CosignWords.remote(options, terminal)) {
            Collection found = trust.update(repository);
            Map<String, Collection.Signed> tags = tags(found, repository);
            for (Collection.Signed tag : tags.values()) {
                Digest digest = DockerTrust.digest(tag.meta());
                String what = tag.name() + " " + digest + ": ";
                SignedImage image = SignedImage.of(repository.name() + "@" + digest, remote);
                if (image.image().isEmpty()) {
                    terminal.println(what + "the registry has no such image any more");
                    failed++;
                    continue;
                }
                Descriptor root = image.image().get();
                if (root.size() != tag.meta().length()) {
                    terminal.println(
                            what
                                    + "it has "
                                    + root.size()
                                    + " bytes in the registry, but "
                                    + tag.meta().length()
                                    + " were signed");
                    failed++;
                    continue;
                }
                MigratedTag one = new MigratedTag(found, tag, image.home(), root, keys);
                terminal.println(what + String.join(", ", dry ? one.missing() : one.sign()));
                terminal.flush();
            }
            terminal.error(
                    tags.size() - failed + " of " + tags.size() + " signed tags " + done(dry));
        }
        return failed == 0 ? 0 : 1;
    }

    private static String done(boolean dry) {
        return dry ? "can be signed anew" : "are signed anew";
    }

    /** What docker believes: the releases, else what targets itself signs. */
    private static Map<String, Collection.Signed> tags(Collection found, Reference repository) {
        Map<String, Collection.Signed> tags = new TreeMap<>();
        List<Collection.Signed> all = new ArrayList<>(found.ofRole(Roles.RELEASES));
        all.addAll(found.ofRole(Roles.TARGETS));
        for (Collection.Signed one : all) {
            if (DockerTrust.isTag(repository, one.name())) {
                tags.putIfAbsent(one.name(), one);
            }
        }
        return tags;
    }
}
