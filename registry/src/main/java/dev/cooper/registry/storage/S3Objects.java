package dev.cooper.registry.storage;

import dev.cooper.registry.config.S3Config;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Objects in a bucket of S3: {@code objects/3f/3f…}. Large ones come in parts. */
final class S3Objects implements Objects {
    /** How long a client may begin to fetch from an address it was given. */
    private static final Duration ADDRESS_VALID = Duration.ofMinutes(20);

    /** S3 takes no more than 5 GiB in one request. */
    private static final long LARGEST_PUT = 1L << 30;

    private static final String TYPE = "application/octet-stream";

    private final S3Config config;
    private final S3Client client;
    private final S3Failures failures;
    private final Optional<S3Presigner> presigner;

    private S3Objects(S3Config config, S3Client client, Optional<S3Presigner> presigner) {
        this.config = config;
        this.client = client;
        this.failures = new S3Failures(config);
        this.presigner = presigner;
    }

    /** Opens a bucket, which exists. */
    static S3Objects open(S3Config config) throws IOException {
        S3Objects objects =
                new S3Objects(
                        config,
                        S3Clients.client(config),
                        config.redirect()
                                ? Optional.of(S3Clients.presigner(config))
                                : Optional.empty());
        try {
            // Not HEAD, whose answers do not say why.
            objects.call(
                    "opening",
                    () ->
                            objects.client.listObjectsV2(b ->
                                    b.bucket(config.bucket()).prefix(config.root()).maxKeys(1)));
            return objects;
        } catch (IOException e) {
            objects.close();
            throw e;
        }
    }

    private interface Call<T> {
        T run();
    }

    private <T> T call(String what, Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (SdkException e) {
            throw failures.of(what, e);
        }
    }

    private String path(String key) {
        return config.root() + "objects/" + key.substring(0, 2) + "/" + key;
    }

    private static String newKey() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    @Override
    public String adopt(Path file) throws IOException {
        String key;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            key = store(channel, LARGEST_PUT);
        }
        Files.delete(file);
        return key;
    }

    /** Stores a file, in parts when it is too large for one request. */
    String store(FileChannel file, long largestPut) throws IOException {
        long size = file.size();
        if (size <= largestPut) {
            return put(body(file, 0, size));
        }
        PartSizes sizes = new PartSizes(config.partSize(), PartSizes.ALIKE).forLength(size);
        Multipart multipart = begin();
        try {
            List<String> marks = new ArrayList<>();
            for (long at = 0; at < size; at = sizes.start(marks.size())) {
                long length = Math.min(sizes.size(marks.size()), size - at);
                marks.add(part(multipart, marks.size() + 1, body(file, at, length)));
            }
            complete(multipart, marks, size);
            return multipart.key;
        } catch (IOException e) {
            try {
                abort(multipart);
            } catch (IOException again) {
                e.addSuppressed(again); // it is ended when it is old
            }
            throw e;
        }
    }

    private static RequestBody body(FileChannel file, long from, long length) {
        return RequestBody.fromContentProvider(
                () -> new FileSlice(file, from, length), length, TYPE);
    }

    /** Stores bytes as an object; durable on return. */
    String put(Spool spool) throws IOException {
        return put(body(spool));
    }

    private static RequestBody body(Spool spool) {
        return RequestBody.fromContentProvider(spool::read, spool.size(), TYPE);
    }

    private String put(RequestBody body) throws IOException {
        String key = newKey();
        PutObjectRequest.Builder request =
                PutObjectRequest.builder().bucket(config.bucket()).key(path(key)).contentType(TYPE);
        config.storageClass().ifPresent(request::storageClass);
        switch (config.encryption()) {
            case S3Config.Encryption.Default() -> {}
            case S3Config.Encryption.Service() ->
                    request.serverSideEncryption(ServerSideEncryption.AES256);
            case S3Config.Encryption.Managed(String id) ->
                    request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(id);
        }
        call("writing an object to", () -> client.putObject(request.build(), body));
        return key;
    }

    @Override
    public ReadableByteChannel open(String key, long size, long from, long length)
            throws IOException {
        long end = from + length;
        ObjectChannel channel = new ObjectChannel((at, etag) -> get(key, at, end, etag), from, end);
        long actual = wholeSize(channel.response());
        if (actual != size) {
            channel.close();
            throw new DamagedObjectException(actual, size);
        }
        return channel;
    }

    private ResponseInputStream<GetObjectResponse> get(
            String key, long from, long end, @Nullable String etag) throws IOException {
        String range = "bytes=" + from + "-" + (end - 1);
        return call(
                "reading " + key + " in",
                () ->
                        client.getObject(b ->
                                b.bucket(config.bucket())
                                        .key(path(key))
                                        .range(range)
                                        .ifMatch(etag)));
    }

    /** How large the object is of which a part comes: {@code bytes 0-9/4711}. */
    private static long wholeSize(GetObjectResponse part) throws IOException {
        String range = part.contentRange();
        if (range == null) {
            throw new IOException("the object store does not send parts of objects");
        }
        return Long.parseLong(range.substring(range.lastIndexOf('/') + 1));
    }

    @Override
    public Optional<URI> address(String key) {
        return presigner.map(signer -> {
            try {
                return signer.presignGetObject(b ->
                                b.signatureDuration(ADDRESS_VALID)
                                        .getObjectRequest(
                                                get -> get.bucket(config.bucket()).key(path(key))))
                        .url()
                        .toURI();
            } catch (URISyntaxException e) {
                throw new IllegalStateException("an address that was just made is none", e);
            }
        });
    }

    @Override
    public boolean isWhole(String key, long size) throws IOException {
        try {
            return call(
                                    "looking at " + key + " in",
                                    () ->
                                            client.headObject(
                                                    b -> b.bucket(config.bucket()).key(path(key))))
                            .contentLength()
                    == size;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void delete(@Nullable String key) throws IOException {
        if (key != null) {
            call(
                    "deleting " + key + " from",
                    () -> client.deleteObject(b -> b.bucket(config.bucket()).key(path(key))));
        }
    }

    @Override
    public void list(Instant before, Keys keys) throws IOException {
        String prefix = config.root() + "objects/";
        String after = prefix;
        while (true) {
            String from = after;
            List<S3Object> page =
                    call(
                                    "listing",
                                    () ->
                                            client.listObjectsV2(b ->
                                                    b.bucket(config.bucket())
                                                            .prefix(prefix)
                                                            .startAfter(from)))
                            .contents();
            for (S3Object object : page) {
                if (object.lastModified().isBefore(before)) {
                    keys.key(object.key().substring(object.key().lastIndexOf('/') + 1));
                }
            }
            if (page.isEmpty()) {
                return;
            }
            after = page.getLast().key();
        }
    }

    /**
     * A multipart upload.
     *
     * @param key the key of the object to be
     * @param id what the service calls it
     */
    record Multipart(String key, String id) {}

    Multipart begin() throws IOException {
        String key = newKey();
        CreateMultipartUploadRequest.Builder request =
                CreateMultipartUploadRequest.builder()
                        .bucket(config.bucket())
                        .key(path(key))
                        .contentType(TYPE);
        config.storageClass().ifPresent(request::storageClass);
        switch (config.encryption()) {
            case S3Config.Encryption.Default() -> {}
            case S3Config.Encryption.Service() ->
                    request.serverSideEncryption(ServerSideEncryption.AES256);
            case S3Config.Encryption.Managed(String id) ->
                    request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(id);
        }
        return new Multipart(
                key,
                call(
                        "beginning an upload to",
                        () -> client.createMultipartUpload(request.build()).uploadId()));
    }

    /** Sends a part; returns its mark, by which the object is put together. */
    String part(Multipart multipart, int number, Spool spool) throws IOException {
        return part(multipart, number, body(spool));
    }

    private String part(Multipart multipart, int number, RequestBody body) throws IOException {
        return call(
                "writing part " + number + " of " + multipart.key + " to",
                () ->
                        client.uploadPart(
                                        b ->
                                                b.bucket(config.bucket())
                                                        .key(path(multipart.key))
                                                        .uploadId(multipart.id)
                                                        .partNumber(number),
                                        body)
                                .eTag());
    }

    /** Puts parts together; durable on return. Nothing happens when that was done before. */
    void complete(Multipart multipart, List<String> marks, long size) throws IOException {
        List<CompletedPart> parts = new ArrayList<>();
        for (String mark : marks) {
            int number = parts.size() + 1;
            parts.add(CompletedPart.builder().partNumber(number).eTag(mark).build());
        }
        try {
            call(
                    "putting together " + multipart.key + " in",
                    () ->
                            client.completeMultipartUpload(b ->
                                    b.bucket(config.bucket())
                                            .key(path(multipart.key))
                                            .uploadId(multipart.id)
                                            .multipartUpload(all -> all.parts(parts))));
        } catch (NoSuchFileException e) {
            if (!isWhole(multipart.key, size)) {
                throw e;
            }
        }
    }

    void abort(Multipart multipart) throws IOException {
        try {
            call(
                    "ending the upload of " + multipart.key + " to",
                    () ->
                            client.abortMultipartUpload(b ->
                                    b.bucket(config.bucket())
                                            .key(path(multipart.key))
                                            .uploadId(multipart.id)));
        } catch (NoSuchFileException _) {
            // it has ended
        }
    }

    /** Takes the multipart uploads that are there, one after the other. */
    interface Multiparts {
        void multipart(Multipart multipart) throws IOException;
    }

    /** Names the multipart uploads that were begun before a time and have not ended. */
    void begunBefore(Instant time, Multiparts begun) throws IOException {
        String prefix = config.root() + "objects/";
        String afterKey = null;
        String afterId = null;
        do {
            String key = afterKey;
            String id = afterId;
            ListMultipartUploadsResponse page =
                    call(
                            "listing the uploads of",
                            () ->
                                    client.listMultipartUploads(b ->
                                            b.bucket(config.bucket())
                                                    .prefix(prefix)
                                                    .keyMarker(key)
                                                    .uploadIdMarker(id)));
            for (MultipartUpload each : page.uploads()) {
                if (each.initiated().isBefore(time)) {
                    String name = each.key().substring(each.key().lastIndexOf('/') + 1);
                    begun.multipart(new Multipart(name, each.uploadId()));
                }
            }
            afterKey = Boolean.TRUE.equals(page.isTruncated()) ? page.nextKeyMarker() : null;
            afterId = page.nextUploadIdMarker();
        } while (afterKey != null);
    }

    @Override
    public String driver() {
        return "s3";
    }

    @Override
    public void close() {
        presigner.ifPresent(S3Presigner::close);
        client.close();
    }
}
