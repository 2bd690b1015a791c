package dev.cooper.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.archive.Compression;
import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class OutputSyntaxTest {
    private static String refusal(String text) {
        return assertThrows(SyntaxException.class, () -> Output.parse(text)).getMessage();
    }

    @Test
    void aPlainPathIsADirectoryAndADashATarOnStandardOutput() {
        assertEquals(Output.Type.LOCAL, Output.parse("out").type());
        assertEquals(Optional.of("out"), Output.parse("out").destination());
        assertEquals(Output.Type.TAR, Output.parse("-").type());
        assertEquals(Optional.of("-"), Output.parse("-").destination());
    }

    @Test
    void readsEveryAttribute() {
        Output output =
                Output.parse(
                        "Type=oci,dest=x.tar,\"name=a,b:2\",compression=zstd,compression-level=7,"
                                + "force-compression=true,rewrite-timestamp=false,tar=false");
        assertEquals(Output.Type.OCI, output.type());
        assertEquals(Optional.of("x.tar"), output.destination());
        assertEquals(
                List.of("a:latest", "b:2"),
                output.names().stream().map(name -> name.familiar()).toList());
        assertEquals(Compression.ZSTD, output.compression());
        assertEquals(7, output.level());
        assertTrue(output.force());
        assertEquals(Optional.of(false), output.rewriteTimestamp());
        assertFalse(output.asTar());
    }

    @Test
    void theDefaultsAreGzipAtItsOwnLevelAndAnArchive() {
        Output output = Output.parse("type=docker,dest=x");
        assertEquals(Compression.GZIP, output.compression());
        assertEquals(-1, output.level());
        assertTrue(output.asTar());
        assertEquals(Optional.empty(), output.rewriteTimestamp());
    }

    @Test
    void refusalsNameWhatIsWrong() {
        assertTrue(refusal("").contains("empty"));
        assertTrue(refusal("dest=x").contains("type is missing"));
        assertTrue(refusal("type=oci").contains("dest is missing"));
        assertTrue(refusal("type=image,dest=x").contains("no dest"));
        assertTrue(refusal("type=zip,dest=x").contains("unknown type zip"));
        assertTrue(refusal("type=registry").contains("not supported"));
        assertTrue(refusal("type=oci,dest=a,dest=b").contains("dest is given twice"));
        assertTrue(refusal("type=oci,dest=a,push=true").contains("push is not supported"));
        assertTrue(refusal("type=oci,dest=a,tar=maybe").contains("true or false, not maybe"));
        assertTrue(refusal("type=oci,dest=a,compression=lz4").contains("unknown compression lz4"));
        assertTrue(refusal("type=oci,dest=a,compression-level=x").contains("level x"));
        assertTrue(refusal("type=oci,dest=a,compression-level=99").contains("out of range"));
        assertTrue(refusal("type=oci,x").contains("\"x\" is not key=value"));
    }

    @Test
    void onlyWhatIsOneStreamGoesToStandardOutput() {
        assertTrue(refusal("type=local,dest=-").contains("standard output"));
        assertTrue(refusal("type=oci,tar=false,dest=-").contains("standard output"));
        assertEquals(Optional.of("-"), Output.parse("type=oci,dest=-").destination());
    }

    @Test
    void onlyAnOciImageCanBeADirectoryInsteadOfAnArchive() {
        assertTrue(refusal("type=docker,dest=x,tar=false").contains("tar=false"));
        assertTrue(refusal("type=tar,dest=x,tar=false").contains("tar=false"));
    }
}
