package dev.cooper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.Descriptor;
import dev.cooper.oci.Digest;
import dev.cooper.oci.ImageManifest;
import dev.cooper.store.OciLayout;
import dev.cooper.testkit.CooperCommand;
import dev.cooper.testkit.DebianRegistry;
import dev.cooper.testkit.Machine;
import dev.cooper.testkit.Peers;
import dev.cooper.testkit.Processes;
import dev.cooper.testkit.ScratchDirectory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands that speak to a registry, against Debian's, with skopeo as the other client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryClientIT {
    private ScratchDirectory scratch;
    private DebianRegistry registry;
    private String host;
    private CommandLine cooper;

    @BeforeAll
    void startRegistry() throws IOException, InterruptedException {
        scratch = ScratchDirectory.create("registry-client");
        registry = DebianRegistry.start(scratch.directory("registry"));
        host = registry.host();
        cooper = new CommandLine(scratch.resolve("home"));
        cooper.image("2024-01-02T03:04:05Z", Map.of("a", "b"), 100_000, host + "/team/shop:1");
        push("team/shop:1");
    }

    @AfterAll
    void stopRegistry() throws IOException {
        registry.close();
        scratch.close();
    }

    private String push(String name) {
        return ok("push", host + "/" + name);
    }

    private String ok(String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(0, result.code(), result.err());
        return result.out();
    }

    private String fails(String... words) {
        CommandLine.Result result = cooper.run(words);
        assertEquals(1, result.code(), result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        return result.err();
    }

    @Test
    void pushSaysWhatDockerSays() {
        List<String> lines = push("team/shop:1").lines().toList();
        assertEquals("The push refers to repository [" + host + "/team/shop]", lines.getFirst());
        assertTrue(lines.get(1).endsWith(": Preparing"), lines.toString());
        assertTrue(lines.get(2).endsWith(": Layer already exists"), lines.toString());
        assertTrue(lines.get(3).startsWith("1: digest: sha256:"), lines.toString());
        assertEquals(host + "/team/shop:1\n", ok("push", "-q", host + "/team/shop:1"));
    }

    @Test
    void pullBringsAnotherStoreTheSameImage() throws IOException {
        CommandLine other = new CommandLine(scratch.resolve("other"));
        String name = host + "/team/shop:1";
        String digest = ok("digest", name).strip();
        List<String> lines = other.run("pull", name).out().lines().toList();
        assertEquals("1: Pulling from team/shop", lines.getFirst());
        assertTrue(lines.get(1).endsWith(": Pulling fs layer"), lines.toString());
        assertEquals("Digest: " + digest, lines.get(lines.size() - 3));
        assertEquals("Status: Downloaded newer image for " + name, lines.get(lines.size() - 2));
        assertEquals(name, lines.getLast());
        assertTrue(other.run("pull", name).out().contains("Status: Image is up to date for"));
        assertEquals(
                digest, other.store().find(name).orElseThrow().descriptor().digest().toString());
        String byDigest = host + "/team/shop@" + digest;
        assertEquals(byDigest + "\n", other.run("pull", "-q", byDigest).out());
        assertTrue(other.run("images").out().contains("<none>"));
    }

    @Test
    void allTagsArePushedAndPulled() throws IOException {
        ok("tag", host + "/team/shop:1", host + "/many/tags:a");
        ok("tag", host + "/team/shop:1", host + "/many/tags:b");
        ok("push", "-a", host + "/many/tags");
        assertEquals("a\nb\n", ok("tags", host + "/many/tags"));
        CommandLine other = new CommandLine(scratch.resolve("tags"));
        assertEquals(0, other.run("pull", "-a", host + "/many/tags").code());
        assertEquals(2, other.store().images().getFirst().names().size());
        assertTrue(ok("catalog", host).lines().toList().contains("many/tags"));
        assertEquals(
                "{\"name\":\"many/tags\",\"tags\":[\"a\",\"b\"]}\n",
                ok("tags", "--format", "json", host + "/many/tags"));
    }

    @Test
    void whatIsMissingIsToldWithWhatIsThere() {
        assertTrue(
                fails("pull", host + "/team/shop:11").contains("has no tag 11; the only tag is 1"));
        assertTrue(fails("pull", host + "/no/such:1").contains("has no repository no/such"));
        assertTrue(fails("push", host + "/no/such:1").contains("does not exist locally"));
        assertTrue(fails("pull", "nowhere.invalid/x:1").contains("nowhere.invalid"));
        assertTrue(fails("pull", "127.0.0.1:1/x:1").contains("cannot connect"));
    }

    @Test
    void copyTakesAnImageThroughAllPlacesUnchanged() {
        String name = host + "/team/shop:1";
        String digest = ok("digest", name);
        String layout = "oci:" + scratch.resolve("layout");
        String archive = "oci-archive:" + scratch.resolve("shop.tar");
        assertEquals(digest, ok("copy", "-q", "--preserve-digests", name, layout + ":v1"));
        assertEquals(digest, ok("copy", "-q", layout + ":v1", archive));
        assertEquals(digest, ok("copy", "-q", archive, "store:copied:1"));
        assertEquals(digest, ok("copy", "-q", "store:copied:1", host + "/copied/shop:2"));
        assertEquals(digest, ok("copy", "-q", host + "/copied/shop:2", host + "/third:x"));
        assertEquals(digest, ok("digest", host + "/third:x"));
    }

    @Test
    void deleteByDigestTakesTheTagsAlong() {
        ok("copy", host + "/team/shop:1", host + "/gone/shop:1");
        String digest = ok("digest", host + "/gone/shop:1").strip();
        ok("delete", host + "/gone/shop@" + digest);
        assertTrue(fails("pull", host + "/gone/shop:1").contains("no tag 1"));
        assertTrue(fails("delete", host + "/gone/shop@" + digest).contains("has no"));
    }

    @Test
    void manifestInspectShowsTheManifest() {
        assertTrue(ok("manifest", "inspect", host + "/team/shop:1").contains("\"layers\""));
        String verbose = ok("manifest", "inspect", "-v", host + "/team/shop:1");
        assertTrue(verbose.contains("\"Ref\": \"" + host + "/team/shop:1\""), verbose);
        assertTrue(verbose.contains("\"architecture\": \"amd64\""), verbose);
    }

    @Test
    void skopeoReadsWhatWasPushedAndCooperPullsWhatSkopeoPushes()
            throws IOException, InterruptedException {
        String skopeo = Peers.require("skopeo").toString();
        Path theirs = scratch.resolve("theirs");
        copy(skopeo, "docker://" + host + "/team/shop:1", "oci:" + theirs + ":1");
        assertTrue(Files.exists(theirs.resolve("index.json")));
        for (String format : List.of("oci", "v2s2")) {
            String name = host + "/skopeo/" + format + ":1";
            copy(skopeo, "--format", format, "oci:" + theirs + ":1", "docker://" + name);
            ok("pull", "-q", name);
            assertFalse(cooper.run("inspect", name).out().isEmpty());
        }
    }

    @Test
    void whatRefersToAnImageIsListedAndCopiedAlong() throws IOException {
        String name = host + "/signed/shop:1";
        ok("copy", host + "/team/shop:1", name);
        Digest digest = Digest.parse(ok("digest", name).strip());
        assertEquals("", ok("referrers", name));
        OciLayout layout = OciLayout.create(scratch.resolve("signed"));
        ok("copy", name, "oci:" + layout.directory() + ":x");
        Descriptor subject = layout.find("x").orElseThrow();
        assertEquals(digest, subject.digest());
        ImageManifest plain = ImageManifest.parse(layout.read(subject));
        ImageManifest signature =
                new ImageManifest(
                        plain.mediaType(),
                        plain.config(),
                        plain.layers(),
                        Map.of(),
                        Optional.of(subject.plain()),
                        Optional.of("application/x.signature"));
        layout.add(layout.write(plain.mediaType(), signature.toJson()));
        String target = host + "/signed/copy:1";
        ok("copy", "--referrers", "oci:" + layout.directory() + ":x", target);
        assertTrue(ok("referrers", target).endsWith("  application/x.signature\n"));
        assertTrue(ok("tree", target).contains("└── application/x.signature\n"));
        ok("copy", "--referrers", target, host + "/signed/third:1");
        assertEquals(ok("referrers", target), ok("referrers", host + "/signed/third:1"));
    }

    @Test
    void fromPullsWhatTheStoreLacksAndBuildPushes() throws IOException, InterruptedException {
        Machine.requireBuilds();
        Path context = scratch.directory("context");
        CooperCommand builder = CooperCommand.at(scratch.resolve("builder")).in(context);
        String from = "FROM " + host + "/team/shop:";
        Files.writeString(context.resolve("Dockerfile"), from + "1\nLABEL made=here\n");
        String out = builder.run("build", "--push", "-t", host + "/built:1", ".").ok().err();
        assertTrue(out.contains("[internal] load metadata for " + host + "/team/shop:1"), out);
        assertTrue(ok("manifest", "inspect", host + "/built:1").contains("\"layers\""), "pushed");
        assertFalse(builder.run("build", ".").ok().err().contains("[internal] load metadata"));
        assertTrue(
                builder.run("build", "--pull", ".")
                        .ok()
                        .err()
                        .contains("[internal] load metadata"));
        Files.writeString(context.resolve("Dockerfile"), from + "3\n");
        String error = builder.run("build", ".").exits(1).err().lines().toList().getLast();
        assertTrue(error.contains("not in the local store"), error);
        assertTrue(error.contains("has no tag 3; the only tag is 1"), error);
    }

    @Test
    void loginIsTriedBeforeItIsKept() throws IOException, InterruptedException {
        // bcrypt of "secret"
        String users = "kim:$2y$12$56A2zqxM9xSNWlUcWRApZOvl68ZlsfBae.rY9vPGjdUj8PhEXsVvq\n";
        Path config = scratch.resolve("docker");
        CooperCommand user =
                CooperCommand.at(scratch.resolve("user")).with("DOCKER_CONFIG", config.toString());
        try (DebianRegistry guarded =
                DebianRegistry.startWithUsers(scratch.directory("guarded"), users)) {
            String server = guarded.host();
            String refused = user.run("tags", server + "/x").exits(1).err();
            assertTrue(refused.contains("cooper login " + server), refused);
            String wrong = login(user, server, "wrong").exits(1).err();
            assertTrue(wrong.contains("check the user name and the password"), wrong);
            assertFalse(Files.exists(config.resolve("config.json")));
            assertEquals("Login Succeeded\n", login(user, server, "secret").ok().out());
            user.run("copy", host + "/team/shop:1", server + "/x:1").ok();
            assertEquals("1\n", user.run("tags", server + "/x").ok().out());
            String secret = user.run("login", "--k8s-secret", "pull", server).ok().out();
            assertTrue(secret.contains("kubernetes.io/dockerconfigjson"), secret);
            user.run("logout", server).ok();
            user.run("tags", server + "/x").exits(1);
        }
    }

    private static Processes.Result login(CooperCommand user, String server, String password)
            throws IOException, InterruptedException {
        byte[] input = (password + "\n").getBytes(StandardCharsets.UTF_8);
        return user.runWithInput(input, "login", "-u", "kim", "--password-stdin", server);
    }

    private static void copy(String skopeo, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(skopeo, "--insecure-policy", "copy", "-q"));
        command.addAll(List.of("--src-tls-verify=false", "--dest-tls-verify=false"));
        // Else it wants to read logins in a directory that only root may have opened.
        command.addAll(List.of("--src-no-creds", "--dest-no-creds"));
        command.addAll(List.of(words));
        Processes.run(command).ok();
    }
}
