package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

class ArchitectureTest {
    private static final String ROOT = "dev.cooper.";

    /** DESIGN §2: what each room may use. */
    private static final Map<String, Set<String>> ARROWS =
            Map.ofEntries(
                    Map.entry("oci", Set.of()),
                    Map.entry("archive", Set.of("oci")),
                    Map.entry("linux", Set.of("oci")),
                    Map.entry("store", Set.of("oci", "archive", "linux")),
                    Map.entry("dockerfile", Set.of("oci")),
                    Map.entry("inventory", Set.of("oci", "archive")),
                    Map.entry("scan", Set.of("oci", "archive", "inventory", "dockerfile")),
                    Map.entry("transfer", Set.of("oci", "archive", "store")),
                    Map.entry("trust", Set.of("oci", "archive", "store", "transfer")),
                    Map.entry(
                            "policy",
                            Set.of(
                                    "oci",
                                    "archive",
                                    "store",
                                    "transfer",
                                    "trust",
                                    "scan",
                                    "inventory",
                                    "dockerfile")),
                    Map.entry(
                            "registry",
                            Set.of("oci", "archive", "store", "transfer", "trust", "policy")),
                    Map.entry(
                            "build",
                            Set.of(
                                    "oci",
                                    "archive",
                                    "linux",
                                    "store",
                                    "transfer",
                                    "dockerfile",
                                    "inventory")),
                    Map.entry("base", Set.of("oci", "archive", "linux", "store", "build")),
                    Map.entry(
                            "cli",
                            Set.of(
                                    "oci",
                                    "archive",
                                    "linux",
                                    "store",
                                    "dockerfile",
                                    "build",
                                    "base",
                                    "transfer",
                                    "registry",
                                    "inventory",
                                    "scan",
                                    "trust",
                                    "policy")));

    /** The packages of the scan's room, each of which may use only those before it. */
    private static final List<String> SCAN =
            List.of(
                    "version",
                    "advisory",
                    "finding",
                    "feed",
                    "match",
                    "vex",
                    "secret",
                    "misconfiguration",
                    "license",
                    "report",
                    "compliance",
                    "remote",
                    "twirp",
                    "server",
                    "scan");

    /** The packages of the room of trust, each of which may use only those before it. */
    private static final List<String> TRUST =
            List.of(
                    "verdict",
                    "key",
                    "certificate",
                    "envelope",
                    "timestamp",
                    "log",
                    "root",
                    "tuf",
                    "bundle",
                    "keyless",
                    "attachment",
                    "cosign",
                    "notary",
                    "notation",
                    "server",
                    "trust");

    /** The packages of the room of policy, each of which may use only those before it. */
    private static final List<String> POLICY =
            List.of(
                    "decision",
                    "document",
                    "cel",
                    "rego",
                    "jmespath",
                    "evidence",
                    "rule",
                    "sigstore",
                    "kyverno",
                    "lint",
                    "policy",
                    "admission");

    /** The packages of the registry's room, each of which may use only those before it. */
    private static final List<String> REGISTRY =
            List.of(
                    "protocol",
                    "config",
                    "http",
                    "storage",
                    "maintenance",
                    "auth",
                    "operations",
                    "gate",
                    "endpoint",
                    "notary",
                    "proxy",
                    "registry");

    /** All that linux may know of images: how names, messages and runc's config are spelled. */
    private static final Set<String> OCI_FOR_LINUX =
            Set.of(
                    "dev.cooper.oci.FileName",
                    "dev.cooper.oci.Json",
                    "dev.cooper.oci.SyntaxException");

    /** Calls that are wrong everywhere, and what to use instead. */
    private static final Map<String, String> FORBIDDEN =
            Map.ofEntries(
                    Map.entry("java.lang.Runtime.exec", "ProcessBuilder"),
                    Map.entry("java.io.File.createTempFile", "Files.createTempFile"),
                    Map.entry("java.net.URL.<init>", "URI"),
                    Map.entry("java.lang.String.getBytes()", "getBytes(UTF_8) or FileName.encode"),
                    Map.entry("java.lang.String.<init>(byte[])", "a charset"),
                    Map.entry("java.lang.String.toLowerCase()", "toLowerCase(Locale.ROOT)"),
                    Map.entry("java.lang.String.toUpperCase()", "toUpperCase(Locale.ROOT)"),
                    Map.entry("java.io.InputStreamReader.<init>(java.io.InputStream)", "a charset"),
                    Map.entry(
                            "java.io.FileReader.<init>(java.lang.String)",
                            "Files.newBufferedReader"),
                    Map.entry(
                            "java.io.FileWriter.<init>(java.lang.String)",
                            "Files.newBufferedWriter"),
                    Map.entry("java.time.ZoneId.systemDefault", "ZoneOffset.UTC"),
                    Map.entry("java.util.TimeZone.getDefault", "ZoneOffset.UTC"),
                    Map.entry("java.util.Locale.setDefault", "an explicit Locale"),
                    Map.entry("java.lang.Throwable.printStackTrace()", "a message"));

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.cooper");

    private static String room(JavaClass type) {
        String rest = type.getPackageName().substring(ROOT.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(ROOT) && !room(type).equals("testkit");
    }

    @Test
    void roomsUseOnlyTheRoomsTheyMay() {
        Set<String> wrong = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (!isOurs(type)) {
                continue;
            }
            seen.add(room(type));
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT) && !mayUse(type, target)) {
                    wrong.add(type.getName() + " uses " + target.getName());
                }
            }
        }
        assertEquals(ARROWS.keySet().stream().sorted().toList(), List.copyOf(seen));
        assertEquals(Set.of(), wrong);
    }

    private static boolean mayUse(JavaClass from, JavaClass to) {
        if (room(from).equals(room(to))) {
            return true;
        }
        if (room(from).equals("linux")) {
            return OCI_FOR_LINUX.contains(to.getName());
        }
        return ARROWS.get(room(from)).contains(room(to));
    }

    @Test
    void packagesOfTheRegistryUseOnlyThoseBeforeThem() {
        assertEquals(Set.of(), backwards("registry", REGISTRY));
    }

    @Test
    void packagesOfTheScanUseOnlyThoseBeforeThem() {
        assertEquals(Set.of(), backwards("scan", SCAN));
    }

    @Test
    void packagesOfTrustUseOnlyThoseBeforeThem() {
        assertEquals(Set.of(), backwards("trust", TRUST));
    }

    @Test
    void packagesOfPolicyUseOnlyThoseBeforeThem() {
        assertEquals(Set.of(), backwards("policy", POLICY));
    }

    private static Set<String> backwards(String room, List<String> order) {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (!isOurs(type) || !room(type).equals(room)) {
                continue;
            }
            int own = order.indexOf(lastWord(type));
            assertTrue(own >= 0, type.getName());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT + room)
                        && order.indexOf(lastWord(target)) > own) {
                    wrong.add(type.getName() + " uses " + target.getName());
                }
            }
        }
        return wrong;
    }

    private static String lastWord(JavaClass type) {
        String name = type.getPackageName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    @Test
    void packagesAreAtMostOneLevelDeepAndWellNamed() {
        Set<String> wrong = new TreeSet<>();
        Set<String> empty =
                Set.of("util", "common", "core", "impl", "internal", "helper", "manager");
        for (JavaClass type : CLASSES) {
            String[] words = type.getPackageName().split("\\.");
            if (words.length > 4 || empty.contains(words[words.length - 1])) {
                wrong.add(type.getPackageName());
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void onlyTheTerminalWritesToStandardStreams() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            for (JavaFieldAccess access : type.getFieldAccessesFromSelf()) {
                String field = access.getTarget().getFullName();
                boolean stream =
                        field.startsWith("java.lang.System.")
                                || field.startsWith("java.io.FileDescriptor.out")
                                || field.startsWith("java.io.FileDescriptor.err");
                if (stream
                        && isOurs(type)
                        && !type.getPackageName().equals("dev.cooper.cli.terminal")) {
                    wrong.add(type.getName() + " uses " + field + "; use Terminal");
                }
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void nobodyCallsWhatHasABetterReplacement() {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (!isOurs(type)) {
                continue;
            }
            List<JavaCall<?>> calls = new ArrayList<>(type.getMethodCallsFromSelf());
            calls.addAll(type.getConstructorCallsFromSelf());
            for (JavaCall<?> call : calls) {
                String instead = replacement(type, call.getTarget());
                if (!instead.isEmpty()) {
                    wrong.add(
                            type.getName()
                                    + " calls "
                                    + call.getTarget().getFullName()
                                    + "; use "
                                    + instead);
                }
            }
        }
        assertEquals(Set.of(), wrong);
    }

    private static String replacement(JavaClass from, CodeUnitCallTarget target) {
        String name = target.getOwner().getName() + "." + target.getName();
        String full = target.getFullName();
        // What a template asks to be hashed is no content of an image.
        boolean isTemplate = from.getName().equals("dev.cooper.cli.scan.ReportFunctions");
        if (name.equals("java.security.MessageDigest.getInstance")
                && !room(from).equals("oci")
                && !isTemplate) {
            return "Digest.Algorithm.newMessageDigest";
        }
        String found = FORBIDDEN.getOrDefault(name, FORBIDDEN.getOrDefault(full, ""));
        return found;
    }

    @Test
    void theListOfForbiddenCallsNamesCallsThatExist() {
        assertTrue(FORBIDDEN.containsKey("java.lang.Runtime.exec"));
        JavaClass string = new ClassFileImporter().importClass(String.class);
        assertTrue(
                string.getMethods().stream()
                        .anyMatch(method ->
                                method.getFullName().equals("java.lang.String.getBytes()")));
        assertTrue(
                string.getConstructors().stream()
                        .anyMatch(constructor ->
                                constructor.getFullName().equals("java.lang.String.<init>([B)")
                                        || constructor
                                                .getFullName()
                                                .equals("java.lang.String.<init>(byte[])")));
    }
}
