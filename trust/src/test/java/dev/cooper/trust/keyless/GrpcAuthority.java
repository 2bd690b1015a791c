package dev.cooper.trust.keyless;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;

import dev.cooper.testkit.TestCertificates;
import dev.sigstore.fulcio.v2.CAGrpc;
import dev.sigstore.fulcio.v2.CreateSigningCertificateRequest;
import dev.sigstore.fulcio.v2.SigningCertificate;

import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.StreamObserver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Passes certificate requests that come by gRPC over TLS, the only way that sigstore-java asks, on
 * to an authority that speaks HTTP.
 */
final class GrpcAuthority implements AutoCloseable {
    private final Server server;

    private GrpcAuthority(Server server) {
        this.server = server;
    }

    /** Starts one on {@code localhost}, with the certificate "server" of these. */
    static GrpcAuthority start(String authority, TestCertificates certificates, Path directory)
            throws IOException {
        Path certificate = directory.resolve("server.pem");
        Path key = directory.resolve("server.key");
        certificates.write("server", certificate, key);
        return new GrpcAuthority(
                Grpc.newServerBuilderForPort(
                                0, TlsServerCredentials.create(certificate.toFile(), key.toFile()))
                        .addService(new PassedOn(authority))
                        .build()
                        .start());
    }

    String url() {
        return "https://localhost:" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static final class PassedOn extends CAGrpc.CAImplBase {
        private final String authority;

        PassedOn(String authority) {
            this.authority = authority;
        }

        @Override
        public void createSigningCertificate(
                CreateSigningCertificateRequest request,
                StreamObserver<SigningCertificate> observer) {
            try {
                observer.onNext(ask(request));
                observer.onCompleted();
            } catch (IOException e) {
                observer.onError(
                        Status.UNKNOWN.withDescription(e.getMessage()).asRuntimeException());
            }
        }

        private SigningCertificate ask(CreateSigningCertificateRequest request) throws IOException {
            byte[] answer =
                    new Web()
                            .post(
                                    authority + "/api/v2/signingCert",
                                    "application/json",
                                    JsonFormat.printer()
                                            .print(request)
                                            .getBytes(StandardCharsets.UTF_8),
                                    1 << 20);
            SigningCertificate.Builder builder = SigningCertificate.newBuilder();
            try {
                JsonFormat.parser()
                        .ignoringUnknownFields()
                        .merge(new String(answer, StandardCharsets.UTF_8), builder);
            } catch (InvalidProtocolBufferException e) {
                throw new IOException(e);
            }
            return builder.build();
        }
    }
}
