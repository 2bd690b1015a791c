package dev.cooper.registry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cooper.oci.SyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every key that the distribution project documents, of its versions 2.8 and 3. */
class DistributionConfigTest {
    /** All that can be said together. */
    private static final String ALL =
            """
            version: 0.1
            log:
              accesslog: {disabled: true}
              level: debug
              formatter: text
              fields: {service: registry, environment: staging}
              hooks:
                - type: mail
                  disabled: true
                  levels: [panic]
                  options: {smtp: {addr: 'mail.example.com:25'}, from: a@example.com, to: [b]}
              reportcaller: true
            loglevel: debug
            storage:
              filesystem: {rootdirectory: /var/lib/registry, maxthreads: 100}
              tag: {concurrencylimit: 8}
              delete: {enabled: false}
              redirect: {disable: false}
              cache: {blobdescriptor: redis, blobdescriptorsize: 10000, layerinfo: redis}
              maintenance:
                uploadpurging: {enabled: true, age: 168h, interval: 24h, dryrun: false}
                readonly: {enabled: false}
            auth:
              htpasswd: {realm: basic-realm, path: /path/to/htpasswd}
            http:
              addr: localhost:5000
              net: tcp
              prefix: /my/nested/registry/
              host: https://myregistryaddress.org:5000
              secret: asecretforlocaldevelopment
              relativeurls: false
              draintimeout: 60s
              tls:
                certificate: /path/to/x509/public
                key: /path/to/x509/private
                clientcas: [/path/to/ca.pem, /path/to/another/ca.pem]
                clientauth: require-and-verify-client-cert
                minimumtls: tls1.2
                ciphersuites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]
              debug: {addr: 'localhost:5001', prometheus: {enabled: true, path: /metrics}}
              headers: {X-Content-Type-Options: [nosniff]}
              http2: {disabled: false}
              h2c: {enabled: false}
            notifications:
              events: {includereferences: true}
              endpoints:
                - name: alistener
                  disabled: false
                  url: https://my.listener.com/event
                  headers: {X-Any: [thing]}
                  timeout: 1s
                  threshold: 10
                  backoff: 1s
                  ignoredmediatypes: [application/octet-stream]
                  ignore: {mediatypes: [application/octet-stream], actions: [pull]}
            redis:
              addr: localhost:6379
              addrs: [localhost:6379]
              username: u
              password: asecret
              db: 0
              tls: {enabled: false, certificate: /c, key: /k, clientcas: [/ca]}
              dialtimeout: 10ms
              readtimeout: 10ms
              writetimeout: 10ms
              maxidleconns: 16
              poolsize: 64
              connmaxidletime: 300s
              pool: {maxidle: 16, maxactive: 64, idletimeout: 300s}
            health:
              storagedriver: {enabled: true, interval: 10s, threshold: 3}
              file: [{file: /path/to/checked/file, interval: 10s}]
              http:
                - uri: http://server.to.check/must/return/200
                  headers: {Authorization: [Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==]}
                  statuscode: 200
                  timeout: 3s
                  interval: 10s
                  threshold: 3
              tcp: [{addr: 'redis-server.domain.com:6379', timeout: 3s, interval: 10s, threshold: 3}]
            proxy:
              remoteurl: https://registry-1.docker.io
              username: username
              password: password
              exec: {command: docker-credential-helper, lifetime: 1h}
              ttl: 168h
              remotenamespace: superhero
            compatibility: {schema1: {signingkeyfile: /etc/registry/key.json, enabled: true}}
            validation:
              enabled: true
              disabled: false
              manifests:
                urls: {allow: ['^https?://([^/]+\\.)*example\\.com/'], deny: ['^https?://www\\.']}
                indexes: {platforms: List, platformlist: [{architecture: amd64, os: linux}]}
            policy: {repository: {classes: [image]}}
            catalog: {maxentries: 1000}
            """;

    @TempDir Path directory;

    private RegistryConfig parse(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("config.yml"), yaml);
        return RegistryConfig.parse(Optional.of(file), Map.of(), directory);
    }

    @Test
    void eachKeyIsObeyedOrNamed() throws IOException {
        RegistryConfig config = parse(ALL);
        List<String> named =
                config.warnings().stream().map(text -> text.split("[ :]", 2)[0]).sorted().toList();
        assertEquals(
                List.of(
                        "compatibility.schema1.enabled",
                        "compatibility.schema1.signingkeyfile",
                        "log.hooks",
                        "log.reportcaller",
                        "nothing", // here needs keys that only tune
                        "policy.repository.classes",
                        "redis.addr",
                        "redis.addrs",
                        "redis.connmaxidletime",
                        "redis.db",
                        "redis.dialtimeout",
                        "redis.maxidleconns",
                        "redis.password",
                        "redis.pool.idletimeout",
                        "redis.pool.maxactive",
                        "redis.pool.maxidle",
                        "redis.poolsize",
                        "redis.readtimeout",
                        "redis.tls.certificate",
                        "redis.tls.clientcas",
                        "redis.tls.enabled",
                        "redis.tls.key",
                        "redis.username",
                        "redis.writetimeout"),
                named);
        assertEquals("superhero", config.proxy().upstreams().getFirst().path());
        ValidationConfig validation = config.manifests().validation();
        assertTrue(validation.indexes().wants("linux", "amd64"));
        assertTrue(validation.urls().orElseThrow().allow("https://a.example.com/layer"));
    }

    @Test
    void whatWouldChangeTooMuchIsRefused() {
        for (String yaml :
                List.of(
                        "storage: {azure: {accountname: a}}",
                        "storage: {gcs: {bucket: b}}",
                        "storage: {inmemory: }",
                        "auth: {silly: {realm: r, service: s}}",
                        "middleware: {storage: [{name: cloudfront}]}",
                        "http: {net: unix}",
                        "http: {tls: {letsencrypt: {email: e}}}",
                        "http: {tls: {clientauth: request-client-cert}}",
                        "validation: {manifests: {urls: {allow: ['(']}}}",
                        "validation: {manifests: {indexes: {platforms: some}}}")) {
            assertThrows(SyntaxException.class, () -> parse(yaml), yaml);
        }
    }

    @Test
    void uploadsAreKeptWhereNobodyShallPurgeThem() throws IOException {
        for (String purging : List.of("enabled: false", "dryrun: true")) {
            RegistryConfig config =
                    parse("storage: {maintenance: {uploadpurging: {" + purging + ", age: 1h}}}");
            assertTrue(config.storage().uploadExpiry().compareTo(Duration.ofDays(1000)) > 0);
        }
    }

    @Test
    void whoWantsHttp2InTheClearIsToldThatItIsNotSpoken() throws IOException {
        String warnings = parse("http: {h2c: {enabled: true}}").warnings().toString();
        assertTrue(warnings.contains("HTTP/2 is not spoken"), warnings);
    }

    @Test
    void validationThatIsSwitchedOffChecksNothing() throws IOException {
        String rules = "manifests: {urls: {deny: [a]}, indexes: {platforms: all}}";
        for (String off : List.of("disabled: true", "enabled: false")) {
            assertEquals(
                    ValidationConfig.NONE,
                    parse("validation: {" + off + ", " + rules + "}").manifests().validation());
        }
    }
}
