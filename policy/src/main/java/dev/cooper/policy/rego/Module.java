package dev.cooper.policy.rego;

import java.util.List;
import java.util.Map;

/**
 * A module as it is written.
 *
 * @param path of its package, without {@code data}
 * @param imports what names stand for
 */
record Module(List<String> path, Map<String, List<String>> imports, List<Rule> rules) {}
