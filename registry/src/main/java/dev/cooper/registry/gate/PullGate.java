package dev.cooper.registry.gate;

import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;
import dev.cooper.policy.Policies;
import dev.cooper.policy.admission.AgedCache;
import dev.cooper.policy.decision.Decision;
import dev.cooper.policy.document.Wildcard;
import dev.cooper.registry.config.PolicyConfig;
import dev.cooper.registry.protocol.ApiException;
import dev.cooper.registry.protocol.ErrorCode;
import dev.cooper.registry.protocol.Names;
import dev.cooper.registry.storage.StoredManifest;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Holds images against policies before they are given out. */
public final class PullGate {
    private static final System.Logger LOG = System.getLogger("dev.cooper.registry");
    private static final int MOST_KEPT = 10_000;

    private final PolicyConfig config;
    private final PolicySource source;
    private final Content content;
    private final Supplier<String> host;
    private final List<Wildcard> repositories;
    private final AgedCache<Key, FutureTask<Decision>> decisions;

    /** What a decision is about. */
    private record Key(long policies, String repository, String reference, String digest) {}

    /**
     * Reads the policies.
     *
     * @param content what the registry has
     * @param host host and port that clients reach it by, unless the configuration says it
     * @throws SyntaxException when a policy is wrong; with file and line
     * @throws IOException when one cannot be read
     */
    public PullGate(PolicyConfig config, Content content, Supplier<String> host, LongSupplier nanos)
            throws IOException {
        this.config = config;
        this.source = new PolicySource(config, nanos);
        this.content = content;
        this.host = host;
        this.repositories = config.repositories().stream().map(Wildcard::new).toList();
        this.decisions = new AgedCache<>(config.age(), MOST_KEPT, nanos);
    }

    /**
     * Reads the policies and keeps nothing of them.
     *
     * @throws SyntaxException when one is wrong; with file and line
     * @throws IOException when one cannot be read
     */
    public static void check(PolicyConfig config) throws IOException {
        PolicySource checked = new PolicySource(config, System::nanoTime);
        checked.current();
    }

    /**
     * Lets a manifest through, or does not.
     *
     * @param reference the tag or digest that was asked for
     * @param manifest what it stands for
     * @param user who asks; may be empty
     * @throws ApiException when it is an image that the policies refuse
     */
    public void pass(String repository, String reference, StoredManifest manifest, String user)
            throws IOException {
        if ((!user.isEmpty() && config.exempt().contains(user))
                || repositories.stream().noneMatch(each -> each.matches(repository))) {
            return;
        }
        PolicySource.Trusted trusted = source.current();
        Key key = new Key(trusted.number(), repository, reference, manifest.digest());
        FutureTask<Decision> task =
                decisions.get(key, _ -> new FutureTask<>(() -> decide(key, manifest, trusted)));
        task.run(); // does nothing when somebody else runs it
        Decision decision = result(task, key);
        if (!decision.allows() && config.enforces()) {
            String refusal = Policies.refusal(name(repository, reference).familiar(), decision);
            throw new ApiException(ErrorCode.DENIED, refusal);
        }
    }

    /** Forgets what was decided on the images of a repository, as something in it has changed. */
    public void changed(String repository) {
        decisions.forgetIf(key -> key.repository.equals(repository));
    }

    private Decision result(FutureTask<Decision> task, Key key) throws IOException {
        try {
            Decision decision = task.get();
            if (decision.outcome() == Decision.Outcome.ERROR) {
                decisions.forget(key, task); // somebody may be reachable again
            }
            return decision;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while policies were asked", e);
        } catch (ExecutionException e) {
            decisions.forget(key, task);
            if (e.getCause() instanceof IOException failure) {
                throw new IOException(failure.getMessage(), failure);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Decision decide(Key key, StoredManifest manifest, PolicySource.Trusted trusted)
            throws IOException {
        Reference name = name(key.repository, key.reference);
        Decision decision =
                new Judgement(name, manifest, content, trusted, InstantSource.system()).decide();
        if (!decision.allows() && !config.enforces()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "given out only because cooper.policy.mode is audit: "
                            + Policies.refusal(name.familiar(), decision));
        }
        return decision;
    }

    private Reference name(String repository, String reference) {
        boolean byDigest = Names.isDigest(reference);
        return new Reference(
                config.name().orElseGet(host),
                repository,
                byDigest ? Optional.empty() : Optional.of(reference),
                byDigest ? Optional.of(Digest.parse(reference)) : Optional.empty());
    }
}
