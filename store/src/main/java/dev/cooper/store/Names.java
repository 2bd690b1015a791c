package dev.cooper.store;

import dev.cooper.oci.Annotations;
import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Names in the entries of an index.json. Pure functions on lists of entries. */
final class Names {
    private Names() {}

    /** Returns the name of an entry; empty when it is dangling or its name is no reference. */
    static Optional<Reference> of(Descriptor entry) {
        String name = entry.annotations().get(Annotations.IMAGE_NAME);
        if (name == null) {
            name = entry.annotations().get(Annotations.REF_NAME); // as skopeo and umoci write it
        }
        if (name == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Reference.parse(name).withDefaultTag());
        } catch (SyntaxException e) {
            return Optional.empty();
        }
    }

    /** Tells whether cosign lists an entry as something that is about an image. */
    static boolean isAttached(Descriptor entry) {
        String kind = entry.annotations().getOrDefault("kind", "");
        return kind.startsWith("dev.cosignproject.cosign/")
                && !kind.startsWith("dev.cosignproject.cosign/image");
    }

    /** Returns an entry without its name. */
    static Descriptor strip(Descriptor entry) {
        Map<String, String> annotations = new TreeMap<>(entry.annotations());
        annotations.remove(Annotations.IMAGE_NAME);
        annotations.remove(Annotations.REF_NAME);
        return entry.withAnnotations(annotations);
    }

    /** Returns an entry with a name. */
    static Descriptor give(Reference name, Descriptor entry) {
        return strip(entry)
                .withAnnotation(Annotations.IMAGE_NAME, name.toString())
                .withAnnotation(Annotations.REF_NAME, name.familiar());
    }

    /**
     * Returns the name under which a reference is kept: with a tag, without a digest; what was
     * pulled by digest alone keeps that as its name.
     */
    static Reference key(Reference reference) {
        if (reference.tag().isEmpty() && reference.digest().isPresent()) {
            return reference;
        }
        String tag = reference.tag().orElse("latest");
        return reference.withoutTagAndDigest().withTag(tag);
    }

    static Optional<Descriptor> find(List<Descriptor> entries, Reference name) {
        for (Descriptor entry : entries) {
            if (of(entry).filter(name::equals).isPresent()) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /**
     * Moves a name to new content. What held it before stays, as a dangling entry, unless it has
     * another name.
     */
    static List<Descriptor> tag(List<Descriptor> entries, Reference name, Descriptor content) {
        List<Descriptor> result = new ArrayList<>();
        for (Descriptor entry : entries) {
            Optional<Reference> held = of(entry);
            boolean moved = held.filter(name::equals).isPresent();
            if (moved && !entry.digest().equals(content.digest())) {
                result.add(strip(entry));
            } else if (!moved && (isNamed(entry) || !entry.digest().equals(content.digest()))) {
                result.add(entry);
            }
        }
        result.add(give(name, content));
        return withoutNeedlessDangling(result);
    }

    /** Adds content without a name, unless it is there already. */
    static List<Descriptor> keep(List<Descriptor> entries, Descriptor content) {
        List<Descriptor> result = new ArrayList<>(entries);
        result.add(strip(content));
        return withoutNeedlessDangling(result);
    }

    /** Takes a name away; content that had only this name is no longer listed. */
    static List<Descriptor> untag(List<Descriptor> entries, Reference name) {
        return entries.stream().filter(entry -> of(entry).filter(name::equals).isEmpty()).toList();
    }

    static List<Descriptor> remove(List<Descriptor> entries, Digest digest) {
        return entries.stream().filter(entry -> !entry.digest().equals(digest)).toList();
    }

    private static boolean isNamed(Descriptor entry) {
        return entry.annotations().containsKey(Annotations.IMAGE_NAME)
                || entry.annotations().containsKey(Annotations.REF_NAME);
    }

    /** Drops dangling entries of content that is listed anyway. */
    private static List<Descriptor> withoutNeedlessDangling(List<Descriptor> entries) {
        List<Descriptor> result = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Descriptor entry = entries.get(i);
            boolean needless = false;
            for (int j = 0; j < entries.size() && !isNamed(entry); j++) {
                Descriptor other = entries.get(j);
                needless |=
                        i != j
                                && other.digest().equals(entry.digest())
                                && (isNamed(other) || j < i);
            }
            if (!needless) {
                result.add(entry);
            }
        }
        return result;
    }
}
