package dev.cooper.scan.twirp;

import dev.cooper.oci.SyntaxException;
import dev.cooper.scan.license.Category;
import dev.cooper.scan.license.LicensePolicy;
import dev.cooper.scan.match.MatchOptions;
import dev.cooper.scan.match.MatchOptions.PackageType;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a client of Trivy's wants to be told.
 *
 * @param target how it calls the image
 * @param artifactId under which it has sent what it knows of the image
 * @param blobIds under which it has sent what it knows of the layers, from the bottom up
 * @param options what is to be told
 */
public record ScanQuestion(
        String target, String artifactId, List<String> blobIds, Options options) {
    /**
     * What is to be told.
     *
     * @param scanners in Trivy's words
     * @param withPackages whether packages are to be told, too
     * @param withDevelopment whether those count that only development needs
     */
    public record Options(
            MatchOptions match,
            Set<String> scanners,
            boolean withPackages,
            boolean withDevelopment,
            LicensePolicy licenses) {
        boolean wants(String... words) {
            for (String word : words) {
                if (scanners.contains(word)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Reads one.
     *
     * @throws SyntaxException when it is malformed
     */
    public static ScanQuestion parse(byte[] message) {
        ProtoReader request = new ProtoReader(message);
        ProtoReader options = request.message(4);
        Set<PackageType> types = EnumSet.noneOf(PackageType.class);
        for (String word : options.texts(1)) {
            for (PackageType type : PackageType.values()) {
                if (type.word().equals(word)) {
                    types.add(type);
                }
            }
        }
        MatchOptions match = MatchOptions.DEFAULT.withPackageTypes(types);
        List<String> sources = options.texts(8);
        if (!sources.isEmpty()) {
            match =
                    new MatchOptions(
                            match.severities(),
                            match.ignoreUnfixed(),
                            match.ignoredStatuses(),
                            types,
                            match.priority(),
                            sources);
        }
        return new ScanQuestion(
                request.text(1),
                request.text(2),
                request.texts(3),
                new Options(
                        match,
                        Set.copyOf(options.texts(2)),
                        options.isOn(3),
                        options.isOn(5),
                        licenses(options)));
    }

    private static LicensePolicy licenses(ProtoReader options) {
        Map<Category, List<String>> own = new EnumMap<>(Category.class);
        for (ProtoReader each : options.messages(4)) {
            for (Category category : Category.values()) {
                List<String> names = each.message(2).texts(1);
                if (category.label().equals(each.text(1)) && !names.isEmpty()) {
                    own.put(category, names);
                }
            }
        }
        return LicensePolicy.of(own, List.of());
    }
}
