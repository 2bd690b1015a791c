package dev.cooper.transfer;

import dev.cooper.archive.VerifyingInputStream;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.MediaTypes;
import dev.cooper.oci.Reference;
import dev.cooper.store.BlobWriter;
import dev.cooper.store.Graph;
import dev.cooper.store.NotFoundException;
import dev.cooper.store.Place;
import dev.cooper.store.WritablePlace;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One repository of a registry as a place. Asks only when it must; a request that fails for a
 * passing reason is sent again. Safe for several threads.
 */
public final class RegistryPlace implements WritablePlace {
    /** The largest manifest that is read, in bytes: what registries take at least. */
    static final int MAX_MANIFEST = 4 << 20;

    /** From this size on an upload that breaks goes on where it broke. */
    private static final int RESUMABLE = 1 << 20;

    /** In so many repositories a blob is sought before it is uploaded. */
    private static final int MOST_MOUNTS = 4;

    /** The manifests that are understood; others if there is nothing else. */
    static final String ACCEPT =
            String.join(
                    ", ",
                    MediaTypes.OCI_INDEX,
                    MediaTypes.OCI_MANIFEST,
                    MediaTypes.DOCKER_INDEX,
                    MediaTypes.DOCKER_MANIFEST,
                    "*/*;q=0.1");

    private final Reference name;
    private final List<Source> sources;
    private final Source main;
    private final Source writing;
    private final Host host;
    private final String repository;
    private final SavedSessions sessions;
    private final Documents documents = new Documents();

    /**
     * Makes a place.
     *
     * @param sources where to read from, the mirrors first
     * @param writing where to write to
     */
    RegistryPlace(Reference name, List<Source> sources, Source writing, SavedSessions sessions) {
        this.name = name;
        this.sources = List.copyOf(sources);
        this.main = sources.getLast();
        this.writing = writing;
        this.host = writing.host();
        this.repository = writing.repository();
        this.sessions = sessions;
    }

    /** Returns registry and repository, without tag and digest. */
    public Reference name() {
        return name;
    }

    /** What is asked of one source after the other, until one has it. */
    private interface Question<T> {
        /** Asks one source; empty when it does not have it. */
        Optional<T> ask(Source source) throws IOException;
    }

    /** Asks the mirrors, whose failures do not matter, and at last the registry itself. */
    private <T> Optional<T> first(boolean byDigest, Question<T> question) throws IOException {
        for (Source mirror : sources.subList(0, sources.size() - 1)) {
            if (byDigest ? mirror.digests() : mirror.tags()) {
                try {
                    Optional<T> found = question.ask(mirror);
                    if (found.isPresent()) {
                        return found;
                    }
                } catch (RegistryException | NotFoundException e) {
                    // the next one is asked instead
                }
            }
        }
        return question.ask(main);
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) throws IOException {
        Reference wanted = reference.withDefaultTag();
        return first(wanted.digest().isPresent(), source -> resolve(source, wanted));
    }

    private Optional<Descriptor> resolve(Source source, Reference wanted) throws IOException {
        Call head = manifest("HEAD", source, version(wanted), wanted.familiar(), "looking up");
        try (Answer answer = source.host().send(head)) {
            if (answer.status() == 404) {
                return Optional.empty();
            }
            boolean known = answer.status() == 200;
            Optional<Digest> digest = wanted.digest().or(answer::digest);
            if (known && digest.isPresent() && answer.length() >= 0) {
                return Optional.of(
                        Descriptor.of(answer.mediaType(), digest.get(), answer.length()));
            }
            if (!known && answer.status() != 405) {
                throw Failures.of(answer, head, source.host().name());
            }
        }
        return resolveByReading(source, wanted);
    }

    /** For registries that do not give the digest without the manifest. */
    private Optional<Descriptor> resolveByReading(Source source, Reference wanted)
            throws IOException {
        Call get = manifest("GET", source, version(wanted), wanted.familiar(), "looking up");
        try (Answer answer = source.host().send(get)) {
            if (answer.status() == 404) {
                return Optional.empty();
            }
            if (answer.status() != 200) {
                throw Failures.of(answer, get, source.host().name());
            }
            byte[] bytes = answer.body().readNBytes(MAX_MANIFEST + 1);
            if (bytes.length > MAX_MANIFEST) {
                throw Failures.protocol("has too large a manifest", get, source.host().name());
            }
            Descriptor found = Descriptor.of(answer.mediaType(), bytes);
            documents.put(found.digest(), bytes);
            return Optional.of(found);
        }
    }

    private static String version(Reference reference) {
        return reference.digest().map(Digest::toString).or(reference::tag).orElse("latest");
    }

    @Override
    public InputStream open(Descriptor descriptor) throws IOException {
        if (Graph.isParent(descriptor)) {
            checkManifestSize(descriptor);
        }
        InputStream in =
                first(true, source -> Optional.of(download(source, descriptor))).orElseThrow();
        return new VerifyingInputStream(in, descriptor.digest(), descriptor.size());
    }

    private InputStream download(Source source, Descriptor descriptor) throws IOException {
        Call call = content("GET", source, descriptor, "pulling");
        return Download.open(source.host(), call, descriptor);
    }

    private void checkManifestSize(Descriptor descriptor) throws IOException {
        if (descriptor.size() > MAX_MANIFEST) {
            throw new IOException(
                    "manifest "
                            + descriptor.digest()
                            + " of "
                            + name.familiar()
                            + " has "
                            + descriptor.size()
                            + " bytes, at most "
                            + MAX_MANIFEST
                            + " are read");
        }
    }

    @Override
    public boolean has(Descriptor descriptor) throws IOException {
        Call call = content("HEAD", writing, descriptor, "pushing to");
        try (Answer answer = host.send(call)) {
            if (answer.status() == 404) {
                return false;
            }
            if (answer.status() != 200) {
                throw Failures.of(answer, call, host.name());
            }
            return true;
        }
    }

    /**
     * Looks a blob up of which only the digest is known.
     *
     * @return with its size and no media type of its own; empty when the registry does not have it
     * @throws IOException when the registry cannot be asked, or does not say how large it is
     */
    public Optional<Descriptor> blob(Digest digest) throws IOException {
        return first(true, source -> blob(source, digest));
    }

    private Optional<Descriptor> blob(Source source, Digest digest) throws IOException {
        Descriptor sought = Descriptor.of("application/octet-stream", digest, 0);
        Call head = content("HEAD", source, sought, "looking for a blob of");
        try (Answer answer = source.host().send(head)) {
            if (answer.status() == 404) {
                return Optional.empty();
            }
            if (answer.status() != 200) {
                throw Failures.of(answer, head, source.host().name());
            }
            if (answer.length() < 0) {
                throw Failures.protocol(
                        "does not say how large the blob is", head, source.host().name());
            }
            return Optional.of(Descriptor.of(sought.mediaType(), digest, answer.length()));
        }
    }

    private Call content(String method, Source source, Descriptor descriptor, String doing) {
        if (Graph.isParent(descriptor)) {
            String version = descriptor.digest().toString();
            return manifest(method, source, version, about(), doing)
                    .with("Accept", descriptor.mediaType());
        }
        String path = "/v2/" + source.repository() + "/blobs/" + descriptor.digest();
        return Call.of(method, path, List.of(source.scope()), about(), doing);
    }

    private static Call manifest(
            String method, Source source, String version, String about, String doing) {
        String path = "/v2/" + source.repository() + "/manifests/" + version;
        return Call.of(method, path, List.of(source.scope()), about, doing).with("Accept", ACCEPT);
    }

    private String about() {
        return name.familiar();
    }

    private List<String> push() {
        return List.of("repository:" + repository + ":pull,push");
    }

    @Override
    public BlobWriter write() throws IOException {
        return new BlobUpload(host, repository, about(), push());
    }

    @Override
    public Descriptor write(String mediaType, byte[] content) throws IOException {
        Descriptor descriptor = Descriptor.of(mediaType, content);
        put(descriptor, content);
        return descriptor;
    }

    @Override
    public void put(Descriptor descriptor, byte[] content) throws IOException {
        if (!Graph.isParent(descriptor)) {
            WritablePlace.super.put(descriptor, content);
            return;
        }
        documents.put(descriptor.digest(), content);
        String version = descriptor.digest().toString();
        boolean listed = putManifest(version, descriptor.mediaType(), content, about());
        Optional<Digest> subject = listed ? Optional.empty() : Referrers.subject(content);
        if (subject.isPresent()) {
            listed(subject.get()).add(Referrers.entry(descriptor, content));
        }
    }

    private ReferrersTag listed(Digest subject) {
        return new ReferrersTag(host, repository, subject, about());
    }

    /** Returns whether the registry itself lists it among the referrers of its subject. */
    private boolean putManifest(String version, String mediaType, byte[] content, String about)
            throws IOException {
        String path = "/v2/" + repository + "/manifests/" + version;
        Call call =
                Call.of("PUT", path, push(), about, "pushing")
                        .with("Content-Type", mediaType)
                        .withBody(content);
        try (Answer answer = host.send(call)) {
            if (answer.status() != 201 && answer.status() != 200 && answer.status() != 202) {
                throw Failures.of(answer, call, host.name());
            }
            return answer.header("OCI-Subject").isPresent();
        }
    }

    @Override
    public void tag(Reference reference, Descriptor descriptor) throws IOException {
        byte[] content = documents.get(descriptor.digest()).orElse(null);
        if (content == null) {
            content = read(descriptor);
        }
        String tag = reference.tag().orElse("latest");
        putManifest(tag, descriptor.mediaType(), content, name.familiarName() + ":" + tag);
    }

    /**
     * Makes a blob of another repository of the same registry one of this repository too, without
     * moving its bytes.
     *
     * @param fromRepository the other repository's path
     * @return whether the registry did it; when not, the blob is to be uploaded
     * @throws IOException when the registry cannot be asked
     */
    public boolean mount(Digest digest, String fromRepository) throws IOException {
        String path =
                "/v2/"
                        + repository
                        + "/blobs/uploads/?mount="
                        + digest
                        + "&from="
                        + Query.encode(fromRepository);
        List<String> scopes = List.of(push().getFirst(), "repository:" + fromRepository + ":pull");
        Call call = Call.of("POST", path, scopes, about(), "pushing");
        try (Answer answer = host.send(call)) {
            if (answer.status() == 202) {
                Sessions.cancel(host, call, answer);
            }
            return answer.status() == 201;
        }
    }

    /** Other repositories of this registry that are known to hold a blob. */
    private List<String> mountable(Descriptor blob, Place from) throws IOException {
        if (from instanceof RegistryPlace other) {
            boolean same = other.host.name().equals(host.name());
            return same && !other.repository.equals(repository)
                    ? List.of(other.repository)
                    : List.of();
        }
        List<String> found = new ArrayList<>();
        for (Reference origin : from.origins(blob)) {
            boolean same = origin.registry().equals(name.registry());
            if (same && !origin.repository().equals(repository) && found.size() < MOST_MOUNTS) {
                found.add(origin.repository());
            }
        }
        return found;
    }

    @Override
    public List<Reference> origins(Descriptor blob) {
        return List.of(name);
    }

    @Override
    public boolean adopt(Descriptor blob, Place from, LongConsumer position) throws IOException {
        for (String other : mountable(blob, from)) {
            try {
                if (mount(blob.digest(), other)) {
                    return true;
                }
            } catch (RegistryException e) {
                // perhaps the other repository may not be read with this login
            }
        }
        if (blob.size() < RESUMABLE) {
            return false;
        }
        Call start = ResumableUpload.start(repository, about(), push());
        new ResumableUpload(host, start, blob, from, position).run(sessions);
        return true;
    }

    /**
     * Lists what refers to a manifest, such as signatures: by the referrers API, else by the tag
     * that older registries keep the list under.
     *
     * @param subject the manifest's digest
     * @param artifactType only those of this type, if given
     * @throws IOException when the registry cannot be asked, or refuses
     */
    public List<Descriptor> referrers(Digest subject, Optional<String> artifactType)
            throws IOException {
        String query = artifactType.map(type -> "?artifactType=" + Query.encode(type)).orElse("");
        String path = "/v2/" + main.repository() + "/referrers/" + subject + query;
        Call call = Call.of("GET", path, List.of(main.scope()), about(), "listing referrers of");
        return Referrers.list(this, main.host(), call, subject, artifactType);
    }

    /**
     * Lists the tags, sorted as the registry does.
     *
     * @throws NotFoundException when the registry does not know the repository
     * @throws IOException when the registry cannot be asked, or refuses
     */
    public List<String> tags() throws IOException {
        Call call =
                Call.of(
                        "GET",
                        "/v2/" + main.repository() + "/tags/list?n=1000",
                        List.of(main.scope()),
                        about(),
                        "listing tags of");
        try {
            return Pages.strings(main.host(), call, "tags");
        } catch (RegistryException e) {
            if (e.status() == 404) {
                throw new NotFoundException(
                        "registry "
                                + main.host().name()
                                + " has no repository "
                                + main.repository());
            }
            throw e;
        }
    }

    /**
     * Deletes a tag, or a manifest and with it all its tags. At registries without the referrers
     * API it is taken from the list of its subject's referrers too.
     *
     * @param reference with a digest the manifest is deleted, else the tag
     * @throws NotFoundException when the registry does not know it
     * @throws IOException when the registry cannot be asked, or refuses
     */
    public void delete(Reference reference) throws IOException {
        Optional<Digest> digest = reference.digest();
        Optional<Digest> subject = digest.isPresent() ? subject(reference) : Optional.empty();
        deleteVersion(reference);
        if (subject.isPresent() && !listsReferrers(subject.get())) {
            listed(subject.get()).remove(digest.orElseThrow());
        }
    }

    /** The subject of a manifest that is here. */
    private Optional<Digest> subject(Reference reference) throws IOException {
        Call get = manifest("GET", writing, version(reference), reference.familiar(), "deleting");
        try (Answer answer = host.send(get)) {
            return answer.status() == 200
                    ? Referrers.subject(answer.body().readNBytes(MAX_MANIFEST))
                    : Optional.empty();
        }
    }

    private boolean listsReferrers(Digest subject) throws IOException {
        String path = "/v2/" + repository + "/referrers/" + subject;
        Call get = Call.of("GET", path, List.of(writing.scope()), about(), "listing referrers of");
        try (Answer answer = host.send(get)) {
            return answer.status() == 200;
        }
    }

    private void deleteVersion(Reference reference) throws IOException {
        String path = "/v2/" + repository + "/manifests/" + version(reference);
        List<String> scopes = List.of("repository:" + repository + ":delete");
        Call call = Call.of("DELETE", path, scopes, reference.familiar(), "deleting");
        try (Answer answer = host.send(call)) {
            if (answer.status() == 404) {
                throw new NotFoundException(
                        "registry " + host.name() + " has no " + reference.familiar());
            }
            if (answer.status() / 100 != 2) {
                throw Failures.of(answer, call, host.name());
            }
        }
    }
}
