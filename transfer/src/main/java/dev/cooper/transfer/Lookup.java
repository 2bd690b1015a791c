package dev.cooper.transfer;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.store.Graph;
import dev.cooper.store.NotFoundException;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Finds what a user names, or says what is there instead. */
public final class Lookup {
    private Lookup() {}

    /**
     * Looks a name up.
     *
     * @param place the repository
     * @param reference with a tag or a digest; without both {@code latest} is meant
     * @return where the manifest is
     * @throws NotFoundException when it does not exist; names the nearest tags
     * @throws IOException when the registry cannot be asked
     */
    public static Descriptor require(RegistryPlace place, Reference reference) throws IOException {
        Reference wanted = reference.withDefaultTag();
        Optional<Descriptor> found = place.resolve(wanted);
        if (found.isPresent()) {
            return found.get();
        }
        String registry = "registry " + wanted.registry();
        if (wanted.digest().isPresent()) {
            Digest digest = wanted.digest().get();
            throw new NotFoundException(
                    wanted.familiar()
                            + ": "
                            + registry
                            + " has no manifest "
                            + digest
                            + "; check the digest, or name a tag");
        }
        String tag = wanted.tag().orElse("latest");
        String sentence = wanted.familiar() + ": " + registry + " has no tag " + tag;
        List<String> tags;
        try {
            tags = place.tags();
        } catch (NotFoundException e) {
            throw new NotFoundException(
                    wanted.familiar()
                            + ": "
                            + registry
                            + " has no repository "
                            + wanted.repository()
                            + "; check the name");
        } catch (RegistryException e) {
            throw new NotFoundException(
                    sentence + " in repository " + wanted.repository() + "; check the name");
        }
        throw new NotFoundException(sentence + NearestTags.hint(tag, tags));
    }

    /**
     * Looks an image up.
     *
     * @param place the repository
     * @param reference with a tag or a digest; without both {@code latest} is meant
     * @return where the manifest or index is
     * @throws NotFoundException when it does not exist; names the nearest tags
     * @throws IOException when it is of a kind that is not known, or the registry cannot be asked
     */
    public static Descriptor requireImage(RegistryPlace place, Reference reference)
            throws IOException {
        Descriptor found = require(place, reference);
        if (!Graph.isParent(found)) {
            throw new IOException(
                    reference.familiar()
                            + ": registry "
                            + reference.registry()
                            + " holds a manifest of type "
                            + Failures.clean(found.mediaType())
                            + " under this name, which is not supported; push the image again with"
                            + " a newer program");
        }
        return found;
    }
}
