package dev.cooper.scan.misconfiguration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Checks one pod, or what makes pods. */
final class PodChecks {
    private static final int MOST_LINES = 40;
    private static final int MOST_CONTAINERS = 1000;
    private static final long LEAST_ID = 10_000;

    private final String name;
    private final YamlNode spec;
    private final List<String> lines;
    private final Reporter reporter;

    /**
     * @param name of the kind and the thing, for messages
     * @param lines of the whole file
     */
    PodChecks(String name, YamlNode spec, List<String> lines, Reporter reporter) {
        this.name = name;
        this.spec = spec;
        this.lines = lines;
        this.reporter = reporter;
    }

    /** The containers of a pod, of all kinds. */
    static List<YamlNode> containers(YamlNode spec) {
        List<YamlNode> containers = new ArrayList<>(spec.get("containers").elements());
        containers.addAll(spec.get("initContainers").elements());
        containers.addAll(spec.get("ephemeralContainers").elements());
        return containers.subList(0, Math.min(containers.size(), MOST_CONTAINERS));
    }

    void check() {
        refuse(spec.get("hostIPC"), "KSV-0008", "the host's IPC namespace");
        refuse(spec.get("hostNetwork"), "KSV-0009", "the host's network");
        refuse(spec.get("hostPID"), "KSV-0010", "the host's PID namespace");
        for (YamlNode volume : spec.get("volumes").elements()) {
            YamlNode host = volume.get("hostPath");
            if (host.exists()) {
                String path = host.get("path").text();
                report("KSV-0023", name + " mounts '" + path + "' of the host", volume);
                if (path.endsWith("docker.sock")) {
                    report("KSV-0006", name + " mounts docker's socket", volume);
                }
            }
        }
        containers(spec).forEach(this::container);
    }

    private void refuse(YamlNode flag, String id, String what) {
        if (flag.isTrue()) {
            report(id, name + " shares " + what, flag);
        }
    }

    private void container(YamlNode container) {
        String who = "container '" + container.get("name").text() + "' of " + name;
        YamlNode own = container.get("securityContext");
        if (!own.get("allowPrivilegeEscalation").text().equals("false")) {
            report(
                    "KSV-0001",
                    who + " does not set 'allowPrivilegeEscalation' to false",
                    container);
        }
        if (own.get("privileged").isTrue()) {
            report("KSV-0017", who + " is privileged", container);
        }
        if (!own.get("readOnlyRootFilesystem").isTrue()) {
            report("KSV-0014", who + " can write into its root file system", container);
        }
        image(container, who);
        user(container, who);
        capabilities(own.get("capabilities"), container, who);
        profiles(container, who);
        for (YamlNode port : container.get("ports").elements()) {
            String host = port.get("hostPort").text();
            if (!host.isEmpty() && !host.equals("0")) {
                report("KSV-0024", who + " takes port " + host + " of the host", container);
            }
        }
    }

    private void image(YamlNode container, String who) {
        String image = container.get("image").text();
        String last = image.substring(image.lastIndexOf('/') + 1);
        boolean isTagged = last.contains(":") && !last.endsWith(":latest");
        if (!image.isEmpty() && !image.contains("@") && !isTagged) {
            report("KSV-0013", who + " runs whatever image '" + image + "' is then", container);
        }
    }

    /** What a container says itself, or else its pod for all. */
    private YamlNode security(YamlNode container, String... path) {
        YamlNode own = container.get("securityContext").get(path);
        return own.exists() ? own : spec.get("securityContext").get(path);
    }

    private void user(YamlNode container, String who) {
        String user = security(container, "runAsUser").text();
        if (!security(container, "runAsNonRoot").isTrue()) {
            report("KSV-0012", who + " may run as root", container);
        }
        if (user.equals("0")) {
            report("KSV-0105", who + " sets 'runAsUser' to 0", container);
        }
        if (isLow(user)) {
            report("KSV-0020", who + " does not set 'runAsUser' above 10000", container);
        }
        if (isLow(security(container, "runAsGroup").text())) {
            report("KSV-0021", who + " does not set 'runAsGroup' above 10000", container);
        }
    }

    private static boolean isLow(String id) {
        try {
            return id.isEmpty() || Long.parseLong(id) <= LEAST_ID;
        } catch (NumberFormatException _) {
            return true;
        }
    }

    private void capabilities(YamlNode capabilities, YamlNode container, String who) {
        List<String> dropped = upper(capabilities.get("drop").texts());
        List<String> added = upper(capabilities.get("add").texts());
        boolean dropsAll = dropped.contains("ALL");
        if (!dropsAll) {
            report("KSV-0003", who + " does not drop all capabilities", container);
        }
        if (added.contains("SYS_ADMIN") || added.contains("ALL")) {
            report("KSV-0005", who + " has the capability SYS_ADMIN", container);
        }
        if (!added.isEmpty()) {
            report("KSV-0022", who + " adds " + String.join(", ", added), container);
        }
        boolean addsOthers = added.stream().anyMatch(each -> !each.equals("NET_BIND_SERVICE"));
        if (!dropsAll || addsOthers) {
            report("KSV-0106", who + " has more than NET_BIND_SERVICE", container);
        }
    }

    private static List<String> upper(List<String> texts) {
        return texts.stream()
                .map(text -> text.toUpperCase(Locale.ROOT))
                .map(text -> text.startsWith("CAP_") ? text.substring("CAP_".length()) : text)
                .toList();
    }

    private void profiles(YamlNode container, String who) {
        String seccomp = security(container, "seccompProfile", "type").text();
        if (!seccomp.equals("RuntimeDefault") && !seccomp.equals("Localhost")) {
            report("KSV-0030", who + " has no seccomp profile", container);
        }
        if (seccomp.equals("Unconfined")) {
            report("KSV-0104", who + " may make every system call", container);
        }
        if (security(container, "appArmorProfile", "type").text().equals("Unconfined")) {
            report("KSV-0002", who + " is not confined by AppArmor", container);
        }
    }

    private void report(String id, String message, YamlNode at) {
        int start = Math.max(1, at.startLine());
        int end = Math.max(start, Math.min(at.endLine(), lines.size()));
        int shown = Math.min(end, start + MOST_LINES - 1);
        reporter.add(id, message, start, end, lines.subList(start - 1, shown));
    }
}
