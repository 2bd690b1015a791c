package dev.cooper.inventory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ruby gems that are installed: the specifications that RubyGems has written, those of the gems
 * that come with Ruby among them. They are programs; only the plain assignments of one are read.
 */
final class RubyCataloger implements Cataloger {
    private static final long LARGEST = 1 << 20;
    private static final String SUFFIX = ".gemspec";
    private static final Pattern NAME = Pattern.compile("\\.name\\s*=\\s*(?:%q<|[\"'])([^\"'>]+)");
    private static final Pattern VERSION =
            Pattern.compile("\\.version\\s*=\\s*(?:%q<|[\"'])([^\"'>]+)");
    private static final Pattern LICENSES =
            Pattern.compile("\\.licenses?\\s*=\\s*(\\[[^]]*]|[\"'][^\"']*[\"'])");
    private static final Pattern NEEDED =
            Pattern.compile("add_(?:runtime_)?dependency\\(?\\s*(?:%q<|[\"'])([^\"'>]+)");
    private static final Pattern TEXT = Pattern.compile("[\"']([^\"']*)[\"']");

    /** {@code NAME-VERSION} or {@code NAME-VERSION-PLATFORM}. */
    private static final Pattern FILE =
            Pattern.compile("^(.+?)-(\\d+(?:\\.[0-9A-Za-z]+)*)(?:-.*)?$");

    @Override
    public String id() {
        return "ruby-1";
    }

    @Override
    public boolean wants(Candidate file) {
        return file.name().endsWith(SUFFIX) && ("/" + file.path()).contains("/specifications/");
    }

    @Override
    public long largest() {
        return LARGEST;
    }

    @Override
    public void read(LayerFile file, Findings findings) throws DamagedFileException {
        String text = new String(file.bytes(), StandardCharsets.UTF_8);
        String stem = file.name().substring(0, file.name().length() - SUFFIX.length());
        Matcher parts = FILE.matcher(stem);
        boolean isTelling = parts.matches();
        String name = first(NAME, text, isTelling ? parts.group(1) : "");
        String version = first(VERSION, text, isTelling ? parts.group(2) : "");
        if (name.isEmpty() || version.isEmpty()) {
            throw new DamagedFileException("it names no gem");
        }
        List<String> licenses = new ArrayList<>();
        Matcher list = LICENSES.matcher(text);
        if (list.find()) {
            Matcher each = TEXT.matcher(list.group(1));
            while (each.find()) {
                licenses.add(each.group(1));
            }
        }
        Set<String> needed = new LinkedHashSet<>();
        Matcher dependency = NEEDED.matcher(text);
        while (dependency.find()) {
            needed.add(dependency.group(1));
        }
        findings.add(
                SoftwarePackage.of(
                                PackageKind.GEM,
                                name,
                                version,
                                SoftwarePackage.Place.of(file.path()))
                        .withLicenses(licenses)
                        .withDependencies(List.copyOf(needed)));
    }

    private static String first(Pattern pattern, String text, String otherwise) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : otherwise;
    }
}
