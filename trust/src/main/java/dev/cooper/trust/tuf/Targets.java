package dev.cooper.trust.tuf;

import java.util.List;
import java.util.Map;

/**
 * What a role says of targets.
 *
 * @param file the metadata
 * @param infos by names of targets
 * @param delegations whom to ask for others, in order
 */
record Targets(SignedFile file, Map<String, FileInfo> infos, List<Delegation> delegations) {
    Targets {
        infos = Map.copyOf(infos);
        delegations = List.copyOf(delegations);
    }
}
