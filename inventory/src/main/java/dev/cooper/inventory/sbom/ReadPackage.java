package dev.cooper.inventory.sbom;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;

import dev.cooper.inventory.PackageKind;
import dev.cooper.inventory.SoftwarePackage;
import dev.cooper.inventory.SoftwarePackage.Remark;
import dev.cooper.inventory.SoftwarePackage.Source;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One package of a document: its package URL says most, what stands beside it the rest.
 *
 * @param kind by the type of the URL
 * @param url what the document says
 */
record ReadPackage(PackageKind kind, PackageURL url) {
    /** What a document says of a package beside its URL; what it does not say is empty. */
    record Details(
            String group,
            String name,
            String version,
            String maintainer,
            List<String> licenses,
            String place,
            String sourceName,
            String sourceVersion,
            String stream,
            String sha1) {}

    static PackageURL parse(String purl) throws MalformedPackageURLException {
        return new PackageURL(purl);
    }

    /** The kind that packages with such URLs have; empty when it is none that is known here. */
    static Optional<PackageKind> kind(PackageURL url) {
        for (PackageKind kind : PackageKind.values()) {
            if (kind.purlType().equals(url.getType())) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    SoftwarePackage of(Details details) {
        String version = version(details.version());
        Map<Remark, String> remarks = new EnumMap<>(Remark.class);
        if (!details.stream().isEmpty()) {
            remarks.put(Remark.STREAM, details.stream());
        }
        if (!details.sha1().isEmpty()) {
            remarks.put(Remark.SHA1, details.sha1());
        }
        return new SoftwarePackage(
                kind,
                name(details.group(), details.name()),
                version,
                qualifier("arch"),
                source(details, version),
                details.licenses(),
                details.maintainer(),
                SoftwarePackage.Place.of(details.place()),
                List.of(),
                remarks);
    }

    String qualifier(String name) {
        Map<String, String> qualifiers = url.getQualifiers();
        return qualifiers == null ? "" : text(qualifiers.get(name));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** The URL's name, in the spelling of the document where the URL has lost it. */
    private String name(String group, String name) {
        String space = text(url.getNamespace());
        String between = kind == PackageKind.MAVEN ? ":" : "/";
        String own =
                space.isEmpty() || kind.isOfSystem()
                        ? url.getName()
                        : space + between + url.getName();
        for (String said : List.of(name, group.isEmpty() ? name : group + between + name)) {
            if (plain(said).equals(plain(own))) {
                return said;
            }
        }
        return own;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
    }

    private String version(String said) {
        String version = said.isEmpty() ? text(url.getVersion()) : said;
        String epoch = qualifier("epoch");
        boolean bare = !epoch.isEmpty() && !epoch.equals("0") && !version.contains(":");
        return bare ? epoch + ":" + version : version;
    }

    private Optional<Source> source(Details details, String version) {
        if (!kind.isOfSystem()) {
            return Optional.empty();
        }
        if (!details.sourceName().isEmpty()) {
            return Optional.of(
                    new Source(
                            details.sourceName(),
                            details.sourceVersion().isEmpty() ? version : details.sourceVersion()));
        }
        String upstream = qualifier("upstream");
        if (upstream.isEmpty()) {
            return Optional.empty();
        }
        if (upstream.endsWith(".src.rpm")) {
            return ofFile(upstream);
        }
        int at = upstream.lastIndexOf('@');
        return Optional.of(
                at <= 0
                        ? new Source(upstream, version)
                        : new Source(upstream.substring(0, at), upstream.substring(at + 1)));
    }

    /** Reads {@code NAME-VERSION-RELEASE.src.rpm}. */
    static Optional<Source> ofFile(String file) {
        String text = file.endsWith(".src.rpm") ? file.substring(0, file.length() - 8) : file;
        int release = text.lastIndexOf('-');
        int version = release < 0 ? -1 : text.lastIndexOf('-', release - 1);
        return version <= 0
                ? Optional.empty()
                : Optional.of(new Source(text.substring(0, version), text.substring(version + 1)));
    }
}
