package dev.cooper.inventory;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Well-known programs and libraries that nobody's package manager has put there, as in images that
 * build them from source. Which file is looked at is told by its name, what it is by what is in it.
 */
final class ProgramCataloger implements Cataloger {
    private static final String NUMBER = "(\\d+\\.\\d+\\.\\d+)";
    private static final Program CURL =
            Program.of("curl", "libcurl", "(?:CLIENT libcurl |libcurl/)" + NUMBER);
    private static final Program OPENSSL =
            Program.of(
                    "openssl",
                    "OpenSSL ",
                    "OpenSSL (\\d+\\.\\d+\\.\\d+[a-z]{0,2}) +\\d{1,2} [A-Z][a-z]{2} \\d{4}");
    private static final Program HTTPD = Program.of("httpd", "Apache/", "Apache/" + NUMBER);
    private static final Program PHP =
            Program.of("php", "X-Powered-By: PHP/", "PHP/(\\d+\\.\\d+\\.\\d+(?:RC\\d+)?)");
    private static final Program NODE =
            Program.of("node", "node.js/v", "node\\.js/v" + NUMBER + "\\x00");
    private static final Program RUBY =
            Program.of("ruby", "ruby ", "ruby " + NUMBER + "(?:p\\d+)? \\(\\d{4}-");
    private static final Program PERL = Program.of("perl", "\0v5.", "\\x00v(5\\.\\d+\\.\\d+)\\x00");
    private static final Program MARIADB = Program.of("mariadb", "-MariaDB", NUMBER + "-MariaDB");

    private static final String SHORT = "n?(\\d+\\.\\d+(?:\\.\\d+)?)";
    private static final Program FFMPEG =
            Program.of("ffmpeg", "%s version ", "%s version " + SHORT);

    /** What the server says it was built as: version, host, seconds with nanoseconds. */
    private static final Program REDIS = likeRedis("redis");

    /** By the letters that a file's name begins with. */
    private static final Map<String, Program> PROGRAMS =
            Map.ofEntries(
                    Map.entry("node", NODE),
                    Map.entry("libnode", NODE),
                    Map.entry(
                            "nginx",
                            Program.of("nginx", "nginx/", "nginx version: nginx/" + NUMBER)),
                    Map.entry("httpd", HTTPD),
                    Map.entry("apache", HTTPD),
                    Map.entry("redis-server", REDIS),
                    Map.entry("redis-check-rdb", REDIS),
                    Map.entry("valkey-server", likeRedis("valkey")),
                    Map.entry(
                            "postgres",
                            Program.of(
                                    "postgresql",
                                    "postgres (PostgreSQL) ",
                                    "\\(PostgreSQL\\) (\\d+(?:\\.\\d+)+|\\d+(?:beta|rc)\\d+)")),
                    Map.entry("mariadbd", MARIADB),
                    Map.entry("mysqld", MARIADB),
                    Map.entry("openssl", OPENSSL),
                    Map.entry("libcrypto", OPENSSL),
                    Map.entry("curl", Program.of("curl", "curl ", "curl " + NUMBER + " \\(")),
                    Map.entry("libcurl", CURL),
                    Map.entry("busybox", Program.of("busybox", "BusyBox v", "BusyBox v" + NUMBER)),
                    Map.entry(
                            "bash",
                            Program.of("bash", "@(#)Bash version ", "Bash version " + NUMBER)),
                    Map.entry("perl", PERL),
                    Map.entry("libperl", PERL),
                    Map.entry("php", PHP),
                    Map.entry("php-fpm", PHP),
                    Map.entry("php-cgi", PHP),
                    Map.entry("libphp", PHP),
                    Map.entry("ruby", RUBY),
                    Map.entry("libruby", RUBY),
                    Map.entry(
                            "haproxy",
                            Program.of(
                                    "haproxy",
                                    ", released 2",
                                    "version " + NUMBER + "[^,]*, released \\d{4}/")),
                    Map.entry(
                            "memcached",
                            Program.of("memcached", "memcached ", "memcached " + NUMBER)),
                    Map.entry(
                            "lighttpd", Program.of("lighttpd", "lighttpd/", "lighttpd/" + NUMBER)),
                    Map.entry(
                            "varnishd",
                            Program.of("varnish", "varnish-", "varnish-" + NUMBER + " revision")),
                    Map.entry("bun", Program.of("bun", "Bun v", "Bun v" + NUMBER + " \\(")),
                    Map.entry("deno", Program.of("deno", "Deno/", "(?<![-A-Za-z])Deno/" + NUMBER)),
                    Map.entry("ffmpeg", FFMPEG),
                    Map.entry("ffprobe", FFMPEG),
                    Map.entry(
                            "libavutil",
                            Program.of("ffmpeg", "FFmpeg version ", "FFmpeg version " + SHORT)),
                    Map.entry(
                            "jq",
                            Program.of("jq", "\0" + "1.", "\\x00(1\\.[3-9](?:\\.\\d+)?)\\x00")),
                    Map.entry("xz", Program.of("xz", "(XZ Utils) ", "XZ Utils\\) " + NUMBER)),
                    Map.entry("zstd", Program.of("zstd", "\0v1.", "\\x00v(1\\.\\d+\\.\\d+)\\x00")),
                    Map.entry("gawk", Program.of("gawk", "GNU Awk ", "GNU Awk " + NUMBER)),
                    Map.entry(
                            "libsqlite",
                            Program.of("sqlite", "\0" + "3.", "\\x00(3\\.\\d+\\.\\d+)\\x00")));

    private static final Pattern PYTHON =
            Pattern.compile("^(?:lib)?python(\\d\\.\\d+)[a-z]{0,2}(?:\\.so[.\\d]*)?$");

    /** The standard library of Rust, with the hash of its crate. */
    private static final Pattern RUST = Pattern.compile("^libstd-[0-9a-f]{16}\\.so$");

    private static final Program RUSTC =
            Program.of(
                    "rust",
                    "rustc version ",
                    "rustc version "
                            + "(\\d+\\.\\d+\\.\\d+(?:-[a-z.0-9]+)?) \\([0-9a-f]{7,12} \\d{4}-");

    @Override
    public String id() {
        return "program-3";
    }

    @Override
    public boolean wants(Candidate file) {
        if (VersionFile.wants(file)) {
            return true;
        }
        String letters = letters(file.name());
        boolean isKnown =
                PROGRAMS.containsKey(letters)
                        || (letters.startsWith("libstd-") && RUST.matcher(file.name()).matches())
                        || (letters.endsWith("python") && PYTHON.matcher(file.name()).matches());
        // A library of that name is one of another program, such as Ruby's openssl.so.
        boolean isRight =
                file.name().contains(".so") ? letters.startsWith("lib") : file.isExecutable();
        return isKnown && isRight && file.size() <= LayerFile.LARGEST;
    }

    private static Program likeRedis(String product) {
        return Program.of(
                product,
                "000000000\0",
                "(\\d\\.\\d{1,2}\\.\\d{1,2})(?:[A-Za-z0-9.]*-)?\\d{19}\\x00");
    }

    /** {@code libpython} of {@code libpython3.so}: what comes before a digit, a dot or a hyphen. */
    private static String letters(String name) {
        int end = 0;
        while (end < name.length()
                && name.charAt(end) != '.'
                && !Character.isDigit(name.charAt(end))) {
            end++;
        }
        return name.substring(0, name.startsWith("-", end - 1) ? end - 1 : end);
    }

    @Override
    public void read(LayerFile file, Findings findings) throws DamagedFileException {
        Optional<VersionFile> text = VersionFile.at(file.path());
        if (text.isPresent()) {
            add(text.get().product(), text.get().versionIn(file.bytes()), file, findings);
        } else if (ElfFile.isElf(file.bytes())) {
            Program program = program(file.name());
            String version = program.versionIn(file.bytes()).orElse("");
            add(program.product(), version, file, findings);
        }
    }

    private static Program program(String name) {
        if (RUST.matcher(name).matches()) {
            return RUSTC;
        }
        Matcher python = PYTHON.matcher(name);
        if (!python.matches()) {
            return Objects.requireNonNull(PROGRAMS.get(letters(name)));
        }
        // It says its version without a word around it.
        String minor = python.group(1);
        String wanted = "\\x00(" + Pattern.quote(minor) + "\\.\\d+(?:(?:a|b|rc)\\d+)?)\\+?\\x00";
        return Program.of("python", "\0" + minor + ".", wanted);
    }

    private static void add(String product, String version, LayerFile file, Findings findings)
            throws DamagedFileException {
        if (!version.isEmpty()) {
            SoftwarePackage.Place place = SoftwarePackage.Place.of(file.path());
            findings.add(SoftwarePackage.of(PackageKind.GENERIC, product, version, place));
        }
    }
}
