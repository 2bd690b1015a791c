package dev.cooper.base;

import java.util.List;

/**
 * One suite of one archive that an image is made from.
 *
 * @param archive the address, without a slash at the end
 * @param suite the suite, for example {@code bookworm-updates}
 * @param components the components used
 * @param signedBy as in {@link AptSource}; empty for the default keyring
 * @param checkValidUntil whether an index past its date is refused
 * @param optional whether the image can do without it when the archive has no such suite
 */
record SuiteSource(
        String archive,
        String suite,
        List<String> components,
        String signedBy,
        boolean checkValidUntil,
        boolean optional) {

    SuiteSource {
        components = List.copyOf(components);
    }

    /** Returns the address of a file of this suite. */
    String address(String path) {
        return archive + "/dists/" + suite + "/" + path;
    }

    @Override
    public String toString() {
        return archive + " " + suite;
    }
}
