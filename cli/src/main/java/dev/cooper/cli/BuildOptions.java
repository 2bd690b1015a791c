package dev.cooper.cli;

import dev.cooper.build.BuildRequest;
import dev.cooper.build.Output;
import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.UsageException;
import dev.cooper.dockerfile.Csv;
import dev.cooper.linux.Isolation;
import dev.cooper.linux.Ulimit;
import dev.cooper.oci.Platform;
import dev.cooper.oci.Reference;
import dev.cooper.oci.SyntaxException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the values of {@code cooper build}'s options, in the forms that buildx takes. */
final class BuildOptions {
    private static final Set<String> ENTITLEMENTS = Set.of("security.insecure", "network.host");

    private final Options options;

    BuildOptions(Options options) {
        this.options = options;
    }

    Map<String, String> buildArgs() {
        Map<String, String> args = new LinkedHashMap<>();
        for (String text : options.values("build-arg")) {
            int equals = text.indexOf('=');
            if (equals == 0 || text.isEmpty()) {
                throw new UsageException("--build-arg \"" + text + "\" is not NAME=VALUE");
            }
            if (equals > 0) {
                args.put(text.substring(0, equals), text.substring(equals + 1));
            } else {
                // As docker does: a bare name takes the caller's variable, and nothing when unset.
                Optional.ofNullable(System.getenv(text)).ifPresent(value -> args.put(text, value));
            }
        }
        return args;
    }

    Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String text : options.values("label")) {
            int equals = text.indexOf('=');
            if (equals == 0 || text.isEmpty()) {
                throw new UsageException("--label \"" + text + "\" is not NAME=VALUE");
            }
            labels.put(
                    equals < 0 ? text : text.substring(0, equals),
                    equals < 0 ? "" : text.substring(equals + 1));
        }
        return labels;
    }

    List<Reference> tags() {
        List<Reference> tags = new ArrayList<>();
        for (String text : options.values("tag")) {
            Reference tag = Reference.parse(text).withDefaultTag();
            if (tag.digest().isPresent()) {
                throw new SyntaxException("-t " + text + ": a tag cannot carry a digest");
            }
            tags.add(tag);
        }
        return tags;
    }

    List<Output> outputs() {
        List<Output> outputs = new ArrayList<>();
        options.values("output").forEach(text -> outputs.add(Output.parse(text)));
        if (options.isOn("push") && tags().isEmpty()) {
            throw new UsageException("--push needs a name to push to: -t REGISTRY/NAME:TAG");
        }
        if ((options.isOn("load") || options.isOn("push")) && outputs.isEmpty()) {
            outputs.add(Output.image());
        }
        return outputs;
    }

    Set<String> noCacheFilter() {
        Set<String> stages = new HashSet<>();
        for (String text : options.values("no-cache-filter")) {
            for (String stage : text.split(",")) {
                stages.add(stage.strip().toLowerCase(Locale.ROOT));
            }
        }
        return stages;
    }

    Optional<Platform> platform() {
        Optional<String> text = options.value("platform");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().contains(",")) {
            throw new UsageException(
                    "--platform "
                            + text.get()
                            + ": one platform a build; build each by itself and give them"
                            + " different tags");
        }
        return Optional.of(
                text.get().equals("local") ? Platform.host() : Platform.parse(text.get()));
    }

    Map<String, BuildRequest.Secret> secrets() {
        Map<String, BuildRequest.Secret> secrets = new LinkedHashMap<>();
        for (String text : options.values("secret")) {
            Map<String, String> fields = fields("--secret", text);
            String id = fields.remove("id");
            String env = fields.remove("env");
            String source = firstOf(fields.remove("src"), fields.remove("source"));
            String type = fields.remove("type");
            refuseRest("--secret", text, fields);
            if (id == null || id.isEmpty()) {
                throw new UsageException("--secret " + text + ": id is missing");
            }
            boolean variable =
                    "env".equals(type)
                            || (type == null
                                    && source.isEmpty()
                                    && (env != null || System.getenv(id) != null));
            if (type != null && !type.equals("env") && !type.equals("file")) {
                throw new UsageException("--secret " + text + ": type is file or env");
            }
            if (variable) {
                String name = firstOf(env, source.isEmpty() ? id : source);
                if (System.getenv(name) == null) {
                    throw new SyntaxException(
                            "--secret " + id + ": environment variable " + name + " is not set");
                }
                secrets.put(id, new BuildRequest.Secret.Variable(name));
            } else {
                Path file = Path.of(source.isEmpty() ? firstOf(env, id) : source);
                if (!java.nio.file.Files.isReadable(file)) {
                    throw new SyntaxException(
                            "--secret " + id + ": " + file + " cannot be read; give src=FILE");
                }
                secrets.put(id, new BuildRequest.Secret.File(file));
            }
        }
        return secrets;
    }

    private static String firstOf(
            @org.jspecify.annotations.Nullable String first,
            @org.jspecify.annotations.Nullable String second) {
        String value = first == null ? second : first;
        return value == null ? "" : value;
    }

    Map<String, BuildRequest.Agent> agents() {
        Map<String, BuildRequest.Agent> agents = new LinkedHashMap<>();
        for (String text : options.values("ssh")) {
            int equals = text.indexOf('=');
            String id = equals < 0 ? text : text.substring(0, equals);
            if (equals < 0) {
                String socket = System.getenv("SSH_AUTH_SOCK");
                if (socket == null || socket.isEmpty()) {
                    throw new SyntaxException(
                            "--ssh "
                                    + id
                                    + ": no SSH agent runs (SSH_AUTH_SOCK is not set); start one"
                                    + " or give a key: --ssh "
                                    + id
                                    + "=FILE");
                }
                agents.put(id, new BuildRequest.Agent(Optional.of(Path.of(socket)), List.of()));
                continue;
            }
            agents.put(id, agent(id, text.substring(equals + 1)));
        }
        return agents;
    }

    private static BuildRequest.Agent agent(String id, String paths) {
        List<Path> keys = new ArrayList<>();
        for (String text : paths.split(",")) {
            Path path = Path.of(text);
            if (!java.nio.file.Files.exists(path)) {
                throw new SyntaxException("--ssh " + id + ": " + path + " is not there");
            }
            keys.add(path);
        }
        boolean socket = keys.size() == 1 && !java.nio.file.Files.isRegularFile(keys.getFirst());
        return socket
                ? new BuildRequest.Agent(Optional.of(keys.getFirst()), List.of())
                : new BuildRequest.Agent(Optional.empty(), keys);
    }

    BuildRequest.RunDefaults run() {
        String network = options.value("network").orElse("default");
        if (!Set.of("default", "host", "none").contains(network)) {
            throw new UsageException(
                    "--network " + network + " is not known; it is default, host or none");
        }
        options.values("ulimit").forEach(Ulimit::parse);
        return new BuildRequest.RunDefaults(
                network,
                hosts(),
                options.values("ulimit"),
                bytes("shm-size"),
                bytes("memory"),
                options.value("cgroup-parent"));
    }

    private Map<String, String> hosts() {
        Map<String, String> hosts = new LinkedHashMap<>();
        for (String text : options.values("add-host")) {
            int colon = text.indexOf(':');
            int equals = text.indexOf('=');
            int at = equals > 0 && (colon < 0 || equals < colon) ? equals : colon;
            if (at < 1 || at == text.length() - 1) {
                throw new UsageException("--add-host \"" + text + "\" is not HOST:ADDRESS");
            }
            String address = text.substring(at + 1);
            if (address.equals("host-gateway")) {
                // Steps share the host's network: its gateway to the host is loopback.
                address = "127.0.0.1";
            }
            if (address.startsWith("[") && address.endsWith("]")) {
                address = address.substring(1, address.length() - 1);
            }
            hosts.put(text.substring(0, at), address);
        }
        return hosts;
    }

    private OptionalLong bytes(String name) {
        Optional<String> text = options.value(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        String lower = text.get().toLowerCase(Locale.ROOT).strip();
        String digits = lower.endsWith("b") ? lower.substring(0, lower.length() - 1) : lower;
        int shift = 0;
        if (!digits.isEmpty()) {
            int unit = "kmgt".indexOf(digits.charAt(digits.length() - 1));
            if (unit >= 0) {
                shift = 10 * (unit + 1);
                digits = digits.substring(0, digits.length() - 1);
            }
        }
        try {
            long value = Math.multiplyExact(Long.parseLong(digits), 1L << shift);
            if (value > 0) {
                return OptionalLong.of(value);
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // told below
        }
        throw new UsageException(
                "--" + name + " " + text.get() + " is not a size, such as 64m or 2g");
    }

    Optional<Isolation> isolation() {
        return options.value("isolation").map(Isolation::parse);
    }

    Set<String> allow() {
        Set<String> allowed = new HashSet<>();
        for (String text : options.values("allow")) {
            for (String one : text.split(",")) {
                if (!ENTITLEMENTS.contains(one)) {
                    throw new UsageException(
                            "--allow "
                                    + one
                                    + " is not known; it is security.insecure or"
                                    + " network.host");
                }
                allowed.add(one);
            }
        }
        return allowed;
    }

    static OptionalLong epoch(Map<String, String> buildArgs) {
        String text = buildArgs.get("SOURCE_DATE_EPOCH");
        if (text == null) {
            text = System.getenv("SOURCE_DATE_EPOCH");
        }
        // "context" is the commit time of a git context; a directory has none.
        if (text == null || text.isEmpty() || text.equals("context")) {
            return OptionalLong.empty();
        }
        try {
            long seconds = Long.parseLong(text);
            if (seconds >= 0) {
                return OptionalLong.of(seconds);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new SyntaxException(
                "SOURCE_DATE_EPOCH \"" + text + "\" is not a number of seconds since 1970");
    }

    private static Map<String, String> fields(String option, String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : Csv.fields(text)) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new UsageException(
                        option + " " + text + ": \"" + field + "\" is not key=value");
            }
            fields.put(
                    field.substring(0, equals).toLowerCase(Locale.ROOT),
                    field.substring(equals + 1));
        }
        return fields;
    }

    private static void refuseRest(String option, String text, Map<String, String> rest) {
        if (!rest.isEmpty()) {
            throw new UsageException(
                    option + " " + text + ": unknown key " + rest.keySet().iterator().next());
        }
    }
}
