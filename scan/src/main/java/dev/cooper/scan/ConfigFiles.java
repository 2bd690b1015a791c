package dev.cooper.scan;

import dev.cooper.inventory.Candidate;
import dev.cooper.inventory.LayerFile;
import dev.cooper.inventory.LayerObserver;
import dev.cooper.scan.misconfiguration.DockerfileChecks;
import dev.cooper.scan.misconfiguration.KubernetesChecks;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Takes the files of a directory that are to be checked, while it is walked. */
final class ConfigFiles implements LayerObserver {
    private static final int LARGEST = 4 << 20;
    private static final int MOST = 10_000;

    private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();

    /** What was taken, by paths. */
    Map<String, byte[]> files() {
        return files;
    }

    @Override
    public String id() {
        return "configuration-files";
    }

    @Override
    public Observation begin() {
        return new Observation() {
            @Override
            public boolean wants(Candidate file) {
                return file.size() <= LARGEST
                        && files.size() < MOST
                        && (DockerfileChecks.isDockerfile(file.name())
                                || KubernetesChecks.isManifest(file.name()));
            }

            @Override
            public void read(LayerFile file) {
                files.put(file.path(), file.bytes());
            }

            @Override
            public byte[] result() {
                return new byte[0];
            }
        };
    }
}
