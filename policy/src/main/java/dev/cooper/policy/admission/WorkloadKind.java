package dev.cooper.policy.admission;

import java.util.List;
import java.util.Optional;

/** The kinds of objects that start containers, and where in them a pod is described. */
public enum WorkloadKind {
    POD("", "Pod", "pods", "spec"),
    REPLICATION_CONTROLLER("", "ReplicationController", "replicationcontrollers", Paths.TEMPLATE),
    POD_TEMPLATE("", "PodTemplate", "podtemplates", "template/spec"),
    DEPLOYMENT("apps", "Deployment", "deployments", Paths.TEMPLATE),
    REPLICA_SET("apps", "ReplicaSet", "replicasets", Paths.TEMPLATE),
    DAEMON_SET("apps", "DaemonSet", "daemonsets", Paths.TEMPLATE),
    STATEFUL_SET("apps", "StatefulSet", "statefulsets", Paths.TEMPLATE),
    JOB("batch", "Job", "jobs", Paths.TEMPLATE),
    CRON_JOB("batch", "CronJob", "cronjobs", "spec/jobTemplate/spec/template/spec");

    private static final class Paths {
        static final String TEMPLATE = "spec/template/spec";
    }

    private final String group;
    private final String kind;
    private final String resource;
    private final String podSpec;

    WorkloadKind(String group, String kind, String resource, String podSpec) {
        this.group = group;
        this.kind = kind;
        this.resource = resource;
        this.podSpec = podSpec;
    }

    /** Finds the kind of an object; empty when it starts no containers. */
    public static Optional<WorkloadKind> of(String group, String kind) {
        for (WorkloadKind workload : values()) {
            boolean isOld = workload.group.equals("apps") && group.equals("extensions");
            if (workload.kind.equals(kind) && (workload.group.equals(group) || isOld)) {
                return Optional.of(workload);
            }
        }
        return Optional.empty();
    }

    /** Returns the group that it is in; empty for the core. */
    String group() {
        return group;
    }

    /** Returns how addresses of the cluster call it, such as {@code pods}. */
    String resource() {
        return resource;
    }

    /** Returns the members that lead to the description of the pod. */
    List<String> podSpec() {
        return List.of(podSpec.split("/", -1));
    }
}
