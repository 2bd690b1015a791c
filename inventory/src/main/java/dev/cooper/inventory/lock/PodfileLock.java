package dev.cooper.inventory.lock;

import dev.cooper.inventory.document.Tree;
import dev.cooper.inventory.document.YamlDocument;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code Podfile.lock} of CocoaPods: {@code NAME/SUBSPEC (VERSION)}, with what each needs. */
public final class PodfileLock implements LockFile {
    @Override
    public List<Locked> read(byte[] content, Surroundings around) {
        Tree document = YamlDocument.parse(content);
        Set<String> direct = new HashSet<>();
        for (Tree each : document.at("DEPENDENCIES").items()) {
            direct.add(name(each.text()));
        }
        List<Locked> found = new ArrayList<>();
        for (Tree pod : document.at("PODS").items()) {
            if (pod.isObject()) {
                pod.members()
                        .forEach((key, needs) ->
                                add(
                                        key,
                                        needs.items().stream()
                                                .map(each -> name(each.text()))
                                                .toList(),
                                        direct,
                                        found));
            } else {
                add(pod.text(), List.of(), direct, found);
            }
        }
        return found;
    }

    private static void add(
            String text, List<String> needs, Set<String> direct, List<Locked> found) {
        int open = text.indexOf('(');
        int close = text.indexOf(')', Math.max(0, open));
        if (open > 0 && close > open + 1) {
            found.add(
                    Locked.of(name(text), text.substring(open + 1, close).strip())
                            .with(Locked.directIf(direct.contains(name(text))))
                            .withDependencies(needs));
        }
    }

    private static String name(String text) {
        return text.split(" ", 2)[0];
    }
}
