package dev.cooper.registry.storage;

import dev.cooper.registry.config.S3Config;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.utils.AttributeMap;

import java.time.Duration;

/** Makes Amazon's client for a configuration; the only place that knows how it is set up. */
public final class S3Clients {
    /** The JDK keeps five connections to a host open unless it is told otherwise. */
    private static final String KEPT_OPEN = "http.maxConnections";

    /** Ever longer pauses, of 31 s together at most when the service asks to slow down. */
    private static final RetryStrategy RETRIES =
            AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(6).build();

    private S3Clients() {}

    /** A client for one bucket; the caller closes it. */
    public static S3Client client(S3Config config) {
        if (System.getProperty(KEPT_OPEN) == null) {
            System.setProperty(KEPT_OPEN, "64");
        }
        S3ClientBuilder builder =
                S3Client.builder()
                        .region(Region.of(config.region()))
                        .credentialsProvider(credentials(config))
                        .httpClient(http(config))
                        .overrideConfiguration(o -> o.retryStrategy(RETRIES))
                        // Sums that not every service knows are made only where S3 asks for them.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .serviceConfiguration(service(config));
        config.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    static S3Presigner presigner(S3Config config) {
        S3Presigner.Builder builder =
                S3Presigner.builder()
                        .region(Region.of(config.region()))
                        .credentialsProvider(credentials(config))
                        .serviceConfiguration(service(config));
        config.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static S3Configuration service(S3Config config) {
        return S3Configuration.builder()
                .pathStyleAccessEnabled(config.pathStyle())
                .expectContinueEnabled(false)
                .build();
    }

    private static AwsCredentialsProvider credentials(S3Config config) {
        return config.keys()
                .<AwsCredentialsProvider>map(keys ->
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(keys.access(), keys.secret())))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    private static SdkHttpClient http(S3Config config) {
        UrlConnectionHttpClient.Builder builder =
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(10))
                        .socketTimeout(Duration.ofSeconds(60));
        return config.verify()
                ? builder.build()
                : builder.buildWithDefaults(
                        AttributeMap.builder()
                                .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                                .build());
    }
}
