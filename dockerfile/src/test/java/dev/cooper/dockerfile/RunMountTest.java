package dev.cooper.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

class RunMountTest {

    private static RunMount parse(String csv) {
        return RunMount.parse(
                csv, new Expansion(Environment.of(Map.of("x", "val", "t", "cache")), '\\'));
    }

    private static String refused(String csv) {
        return assertThrows(SyntaxException.class, () -> parse(csv)).getMessage();
    }

    @Test
    void readsBindMounts() {
        assertEquals(new RunMount.Bind(Optional.empty(), "/", "/src", true), parse("target=/src"));
        assertEquals(
                new RunMount.Bind(Optional.of("build"), "a/val", "rel", false),
                parse("TYPE=bind,from=build,src=a/$x,dst=rel,rw"));
        assertEquals(
                new RunMount.Bind(Optional.empty(), "a,b", "/c", true),
                parse("\"source=a,b\",destination=/c,ro=true"));
        assertEquals(
                new RunMount.Bind(Optional.empty(), "/", "/c", true), parse("target=/c,rw=false"));
    }

    @Test
    void readsCacheMounts() {
        assertEquals(
                new RunMount.Cache(
                        Optional.empty(),
                        "/root//.cache/",
                        RunMount.Sharing.SHARED,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty()),
                parse("type=cache,target=/root//.cache/"));
        assertEquals(
                new RunMount.Cache(
                        Optional.of("val"),
                        "/c",
                        RunMount.Sharing.LOCKED,
                        true,
                        Optional.of("seed"),
                        Optional.of("/s"),
                        OptionalInt.of(0700),
                        OptionalInt.of(7),
                        OptionalInt.of(8)),
                parse(
                        "type=$t,id=$x,target=/c,sharing=LOCKED,readonly,from=seed,source=/s,"
                                + "mode=0700,uid=7,gid=8"));
    }

    @Test
    void readsTmpfsMounts() {
        assertEquals(
                new RunMount.Tmpfs("/t", OptionalLong.of(3L << 19)),
                parse("type=tmpfs,target=/t,size=1.5m"));
        assertEquals(
                new RunMount.Tmpfs("/t", OptionalLong.of(2L << 30)),
                parse("type=tmpfs,target=/t,size=2GiB"));
        assertEquals(new RunMount.Tmpfs("/t", OptionalLong.empty()), parse("type=tmpfs,target=/t"));
    }

    @Test
    void readsSecretMounts() {
        assertEquals(
                new RunMount.Secret(
                        "npmrc",
                        Optional.of("/run/secrets/npmrc"),
                        Optional.empty(),
                        false,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty()),
                parse("type=secret,id=npmrc"));
        assertEquals(
                new RunMount.Secret(
                        ".npmrc",
                        Optional.of("/root/.npmrc"),
                        Optional.empty(),
                        true,
                        OptionalInt.of(0444),
                        OptionalInt.of(1),
                        OptionalInt.empty()),
                parse("type=secret,target=/root/.npmrc,required,mode=444,uid=1"));
        RunMount.Secret variable = (RunMount.Secret) parse("type=secret,id=a,env=TOKEN");
        assertEquals(Optional.empty(), variable.target());
        assertEquals(Optional.of("TOKEN"), variable.environmentVariable());
        RunMount.Secret both = (RunMount.Secret) parse("type=secret,id=a,env=T,target=/a");
        assertEquals(Optional.of("/a"), both.target());
    }

    @Test
    void readsSshMounts() {
        assertEquals(
                new RunMount.Ssh(
                        "default",
                        Optional.empty(),
                        false,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty()),
                parse("type=ssh"));
        assertTrue(((RunMount.Ssh) parse("type=ssh,id=x,required=true,mode=0666")).required());
    }

    @Test
    void saysWhatIsWrongAndWhatWasMeant() {
        assertEquals(
                "unexpected key 'targt' in 'targt=/x' of --mount=targt=/x (did you mean target?)",
                refused("targt=/x"));
        assertEquals(
                "type=secrt in --mount is not one of bind, cache, tmpfs, secret, ssh (did you mean"
                        + " secret?)",
                refused("type=secrt,id=x"));
        assertEquals("'target' in --mount=target needs a value: target=...", refused("target"));
        assertEquals(
                "'sharing' does not belong to a mount of type bind in"
                        + " --mount=target=/x,sharing=locked",
                refused("target=/x,sharing=locked"));
        assertTrue(refused("from=$x,target=/y").startsWith("from=$x in --mount cannot have"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type=bind",
                "target=/",
                "target=/a/..",
                "target=/x,mode=0755",
                "target=/x,required",
                "type=tmpfs,target=/x,size=big",
                "type=tmpfs,target=/x,size=1.2.3k",
                "type=cache,target=/x,size=1m",
                "type=cache,target=/x,sharing=some",
                "type=cache,target=/x,mode=rwx",
                "type=cache,target=/x,mode=17777",
                "type=cache,target=/x,uid=me",
                "type=cache,target=/x,uid=-1",
                "type=secret",
                "type=secret,id=a,from=b",
                "type=secret,id=a,sharing=locked",
                "type=secret,id=a,source=b",
                "type=ssh,source=/x",
                "target=/x,ro=maybe",
                "\"target=/x",
                "target=\"/x\"",
                "",
                "target=/x,,"
            })
    void refusesWrongMounts(String csv) {
        refused(csv);
    }

    @Test
    void findsSourcesWithoutExpansion() {
        Instruction.Run run =
                Parsing.one(
                        Instruction.Run.class,
                        "RUN --mount=type=$t,FROM=a,target=/x --mount=target=/y x");
        assertEquals(List.of("a"), run.mountFroms());
    }
}
