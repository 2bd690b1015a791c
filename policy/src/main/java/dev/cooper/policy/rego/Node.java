package dev.cooper.policy.rego;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A place in the tree of documents: the rules that make it, and what is below. */
final class Node {
    private final List<String> path;
    private final Map<String, Node> children = new TreeMap<>();
    private final List<Rule> rules = new ArrayList<>();

    Node(List<String> path) {
        this.path = path;
    }

    List<String> path() {
        return path;
    }

    Map<String, Node> children() {
        return children;
    }

    Node child(String name) {
        return children.computeIfAbsent(
                name,
                _ -> {
                    List<String> below = new ArrayList<>(path);
                    below.add(name);
                    return new Node(List.copyOf(below));
                });
    }

    List<Rule> rules() {
        return rules;
    }

    /** Whether its value is that of a rule, and no part of it can be had alone. */
    boolean isRule() {
        return !rules.isEmpty();
    }
}
