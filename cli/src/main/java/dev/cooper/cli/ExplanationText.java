package dev.cooper.cli;

import dev.cooper.registry.maintenance.Explanation;

import java.util.List;
import java.util.Map;

/** Tells people why a registry keeps a blob or manifest. */
final class ExplanationText {
    private final StringBuilder text = new StringBuilder();

    ExplanationText(Explanation explanation) {
        line(0, explanation.digest().toString());
        if (explanation.size().isEmpty()) {
            line(1, "the registry has no blob and no manifest of this digest");
            return;
        }
        line(1, explanation.size().get() + " bytes");
        for (Explanation.Keeper keeper : explanation.repositories()) {
            keeper(keeper);
        }
        verdict(explanation);
    }

    private void keeper(Explanation.Keeper keeper) {
        line(0, "in " + keeper.repository());
        keeper.leasedUntil().ifPresent(until -> line(1, "leased until " + until));
        if (keeper.manifest()) {
            line(1, "it is a manifest, which is kept until it is deleted by digest");
        } else if (keeper.holders().isEmpty()) {
            line(1, "no manifest refers to it");
        }
        tags(1, keeper.tags());
        keeper.subject().ifPresent(subject -> line(1, "speaks about " + subject));
        if (keeper.referrers() > 0) {
            line(1, "manifests that speak about it: " + keeper.referrers());
        }
        holders(1, keeper.holders());
    }

    private void holders(int depth, List<Explanation.Holder> holders) {
        for (Explanation.Holder holder : holders) {
            line(
                    depth,
                    "held by "
                            + holder.digest()
                            + " ("
                            + holder.mediaType()
                            + (holder.toldBefore() ? ", see above)" : ")"));
            tags(depth + 1, holder.tags());
            holders(depth + 1, holder.holders());
        }
    }

    private void tags(int depth, List<String> tags) {
        if (!tags.isEmpty()) {
            line(depth, (tags.size() == 1 ? "tag " : "tags ") + String.join(", ", tags));
        }
    }

    private void verdict(Explanation explanation) {
        String frees = explanation.frees() + " bytes are freed";
        if (explanation.garbage()) {
            line(0, "it is garbage: by the next collection " + frees);
            return;
        }
        Map<String, List<String>> delete = explanation.toDelete();
        if (delete.isEmpty()) {
            line(0, frees + " when its lease is over");
            return;
        }
        line(0, frees + " by a collection after these manifests are deleted and leases are over:");
        delete.forEach((repository, digests) ->
                digests.forEach(digest -> line(1, repository + "@" + digest)));
    }

    private void line(int depth, String content) {
        text.append("  ".repeat(depth)).append(content).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
