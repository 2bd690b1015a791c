package dev.cooper.base;

import dev.cooper.oci.SyntaxException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides which suites of which archives an image is made from: the release itself, its updates and
 * its security updates, from the archives that the host's apt uses for them.
 */
final class SuiteSelection {
    private static final String COMPONENT = "main";
    private static final List<String> ROLLING = List.of("sid", "unstable", "experimental");

    private final HostApt host;

    SuiteSelection(HostApt host) {
        this.host = host;
    }

    /** Returns the suite to use when the user names none. */
    String defaultSuite() {
        return host.debianCodename().orElse("bookworm");
    }

    /**
     * Returns the suites to use, the release itself first.
     *
     * @param suite the release
     * @param mirrors the archives to use instead of the host's; empty for the host's
     * @throws SyntaxException when there is no archive to use
     */
    List<SuiteSource> select(String suite, List<String> mirrors) {
        if (!mirrors.isEmpty()) {
            return ofMirrors(suite, mirrors);
        }
        List<SuiteSource> found = new ArrayList<>();
        for (String name : family(suite)) {
            host(name).ifPresent(source -> found.add(source(source, name, name, false)));
        }
        if (!found.isEmpty() && found.getFirst().suite().equals(suite)) {
            return found;
        }
        return borrowed(suite);
    }

    private List<SuiteSource> ofMirrors(String suite, List<String> mirrors) {
        String signedBy =
                host.debianCodename().flatMap(this::host).map(AptSource::signedBy).orElse("");
        boolean check = host.isOn("Acquire::Check-Valid-Until", true);
        List<SuiteSource> found = new ArrayList<>();
        for (String name : family(suite)) {
            for (String mirror : mirrors) {
                // With several mirrors each may have any of the suites.
                boolean optional = !name.equals(suite) || mirrors.size() > 1;
                found.add(
                        new SuiteSource(
                                trim(mirror), name, List.of(COMPONENT), signedBy, check, optional));
            }
        }
        return found;
    }

    /** The host has another release: its archives are asked for the wanted one. */
    private List<SuiteSource> borrowed(String suite) {
        Optional<String> codename = host.debianCodename();
        List<String> own = codename.isPresent() ? family(codename.get()) : List.of();
        Optional<AptSource> main = own.isEmpty() ? Optional.empty() : host(own.getFirst());
        if (main.isEmpty()) {
            throw new SyntaxException(
                    "this machine's apt has no Debian archive with the suite "
                            + suite
                            + ": name one with --mirror, and its keyring with --keyring");
        }
        List<SuiteSource> found = new ArrayList<>();
        List<String> wanted = family(suite);
        for (int i = 0; i < wanted.size() && i < own.size(); i++) {
            String name = wanted.get(i);
            String like = own.get(i);
            host(like)
                    .ifPresent(
                            source -> found.add(source(source, like, name, !name.equals(suite))));
        }
        return found;
    }

    private static List<String> family(String suite) {
        return ROLLING.contains(suite)
                ? List.of(suite)
                : List.of(suite, suite + "-updates", suite + "-security");
    }

    /**
     * Third parties may call their suites by Debian's code names: the likeliest source is taken.
     */
    private Optional<AptSource> host(String suite) {
        return host.sources().stream()
                .filter(source -> source.suites().contains(suite))
                .filter(source -> source.components().contains(COMPONENT))
                .filter(source -> !source.uris().isEmpty())
                .filter(source -> isFetchable(source.uris().getFirst()))
                .min(Comparator.comparingInt(SuiteSelection::doubt));
    }

    private static int doubt(AptSource source) {
        if (source.signedBy().contains("debian-archive")) {
            return 0;
        }
        String uri = trim(source.uris().getFirst());
        return uri.substring(uri.lastIndexOf('/') + 1).startsWith("debian") ? 1 : 2;
    }

    private static boolean isFetchable(String uri) {
        return uri.startsWith("http://") || uri.startsWith("https://") || uri.startsWith("file:");
    }

    private SuiteSource source(AptSource source, String like, String suite, boolean optional) {
        boolean check =
                source.checkValidUntil().orElse(host.isOn("Acquire::Check-Valid-Until", true));
        return new SuiteSource(
                trim(source.uris().getFirst()),
                suite,
                List.of(COMPONENT),
                source.signedBy(),
                check,
                optional && !like.equals(suite));
    }

    private static String trim(String uri) {
        String text = uri;
        if (!isFetchable(text)) {
            throw new SyntaxException(
                    "invalid mirror \""
                            + uri
                            + "\": want an address that begins with http://, https:// or file:");
        }
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        return text;
    }
}
