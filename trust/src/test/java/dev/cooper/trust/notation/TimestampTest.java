package dev.cooper.trust.notation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;
import dev.cooper.trust.notation.TestAuthority.Wish;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class TimestampTest {
    private static final String WITH_STAMPS = "\"ca:test\",\"tsa:test\"";

    @TempDir Path directory;
    private TestStamps stamps;
    private TestAuthority root;
    private Trial trial;

    @BeforeEach
    void start() throws Exception {
        stamps = new TestStamps();
        root = TestAuthority.self(TestAuthority.authority("root"));
        trial = new Trial(directory);
        trial.trust("ca", root);
        trial.trust("tsa", stamps.root);
        trial.stores = WITH_STAMPS;
        trial.stamps = Optional.of(stamps.service());
    }

    @AfterEach
    void stop() {
        stamps.close();
    }

    private TestAuthority shortLived() throws Exception {
        Wish wish = TestAuthority.signer();
        wish.until = TestAuthority.NOW.plusSeconds(60);
        return root.issue(wish);
    }

    @Test
    void aStampedSignatureOutlivesItsCertificate() throws Exception {
        for (Format format : Format.values()) {
            Trial one = new Trial(directory);
            one.format = format;
            one.stores = WITH_STAMPS;
            one.stamps = trial.stamps;
            one.sign(shortLived());
            one.now = TestAuthority.NOW.plusSeconds(3600);
            assertEquals("", one.why());
            one.stores = "\"ca:test\"";
            assertTrue(one.why().startsWith("authenticTimestamp: the certificate of"), one.why());
        }
    }

    @Test
    void aStampFromAfterTheCertificateExpiredHelpsNothing() throws Exception {
        TestAuthority signer = shortLived();
        stamps.now = TestAuthority.NOW.plusSeconds(61);
        trial.sign(signer);
        trial.now = TestAuthority.NOW.plusSeconds(3600);
        assertTrue(trial.why().endsWith("of the time stamp"), trial.why());
    }

    @Test
    void whereStampsAreWantedTheyMustBeThere() throws Exception {
        trial.stamps = Optional.empty();
        trial.sign(shortLived());
        assertEquals(
                "authenticTimestamp: it has no time stamp, which the policy wants", trial.why());
        trial.level = "\"strict\",\"verifyTimestamp\":\"afterCertExpiry\"";
        assertEquals("", trial.why());
    }

    @Test
    void aStampOfAnotherSignatureIsRefused() throws Exception {
        Envelope first = envelope(shortLived());
        Timestamp stamp = Timestamp.parse(first.timestamp().orElseThrow());
        byte[] other = first.header().algorithm().hash(new byte[] {1});
        SyntaxException e =
                assertThrows(
                        SyntaxException.class,
                        () -> stamp.verify(other, List.of(stamps.root.certificate())));
        assertEquals("the time stamp is of something else", e.getMessage());
    }

    @Test
    void aStampOfAStrangerIsRefused() throws Exception {
        Envelope signed = envelope(shortLived());
        Timestamp stamp = Timestamp.parse(signed.timestamp().orElseThrow());
        byte[] digest = signed.header().algorithm().hash(signed.signature());
        assertEquals(2, stamp.verify(digest, List.of(stamps.root.certificate())).size());
        SyntaxException e =
                assertThrows(
                        SyntaxException.class,
                        () -> stamp.verify(digest, List.of(root.certificate())));
        assertTrue(String.valueOf(e.getMessage()).contains("whom no trust store"), e.getMessage());
    }

    private Envelope envelope(TestAuthority signer) throws Exception {
        Trial one = new Trial(directory);
        one.stamps = trial.stamps;
        one.sign(signer);
        return Envelope.parse(Format.JWS, one.envelope());
    }
}
