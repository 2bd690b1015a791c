package dev.cooper.registry.storage;

import dev.cooper.registry.config.S3Config;
import dev.cooper.registry.protocol.UnavailableException;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Says in one sentence why a bucket did not do what it was asked for. */
final class S3Failures {
    private final S3Config config;

    S3Failures(S3Config config) {
        this.config = config;
    }

    /**
     * The failure of a call. That an object is missing or damaged is an answer; whatever else it
     * is, the bucket could not be used, which may be mended without the object being touched.
     *
     * @param what was tried, such as {@code reading 3f… in}
     */
    IOException of(String what, SdkException e) {
        String where = what + " " + config.shown() + ": ";
        if (e instanceof S3Exception refusal) {
            AwsErrorDetails details = refusal.awsErrorDetails();
            String code =
                    details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
            if (refusal.statusCode() == 404 && !code.equals("NoSuchBucket")) {
                return (IOException) new NoSuchFileException(where + "not found").initCause(e);
            }
            return switch (refusal.statusCode()) {
                case 412 -> new DamagedObjectException("it was changed while it was read");
                case 416 -> new DamagedObjectException("it has fewer bytes than were written");
                default -> new UnavailableException(where + sentence(refusal, code), e);
            };
        }
        return new UnavailableException(where + sentence(e), e);
    }

    private String sentence(S3Exception refusal, String code) {
        return switch (code) {
            case "NoSuchBucket" -> "there is no such bucket; make it, or correct storage.s3.bucket";
            case "InvalidAccessKeyId" ->
                    "the service does not know the access key"
                            + accessKey()
                            + "; correct storage.s3.accesskey";
            case "SignatureDoesNotMatch" ->
                    "the secret is not that of the access key"
                            + accessKey()
                            + "; correct storage.s3.secretkey";
            case "ExpiredToken", "InvalidToken" ->
                    "the service no longer takes the credentials; renew them";
            case "AccessDenied" ->
                    "the access key"
                            + accessKey()
                            + " may not do that; allow it to list the bucket and its multipart"
                            + " uploads, and to get, put and delete objects";
            case "RequestTimeTooSkewed" ->
                    "the clock of this machine is not that of the service; set it";
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "InvalidRegion" ->
                    "the bucket is not in the region "
                            + config.region()
                            + region(refusal)
                            + "; correct storage.s3.region";
            default ->
                    "the service answered "
                            + refusal.statusCode()
                            + (code.isEmpty() ? "" : " " + code + ", " + message(refusal));
        };
    }

    private String accessKey() {
        return config.keys().map(keys -> " " + keys.access()).orElse("");
    }

    private static String region(S3Exception refusal) {
        return refusal.awsErrorDetails()
                .sdkHttpResponse()
                .firstMatchingHeader("x-amz-bucket-region")
                .map(region -> " but in " + region)
                .orElse("");
    }

    private static String message(S3Exception refusal) {
        return refusal.awsErrorDetails().errorMessage();
    }

    private static String sentence(SdkException e) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("Unable to load credentials")) {
            return "there are no keys; set storage.s3.accesskey and secretkey, or those that"
                    + " Amazon's tools look for, such as AWS_ACCESS_KEY_ID";
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case UnknownHostException _ ->
                    "there is no host "
                            + cause.getMessage()
                            + "; correct storage.s3.regionendpoint";
            case ConnectException _ ->
                    "nobody listens there; start the service, or correct storage.s3.regionendpoint";
            default -> String.valueOf(cause.getMessage());
        };
    }
}
