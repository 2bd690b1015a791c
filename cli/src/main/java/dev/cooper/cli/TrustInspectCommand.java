package dev.cooper.cli;

import dev.cooper.cli.option.Options;
import dev.cooper.cli.option.Usage;
import dev.cooper.cli.terminal.Terminal;
import dev.cooper.oci.Json;
import dev.cooper.oci.Reference;
import dev.cooper.trust.notary.Collection;
import dev.cooper.trust.notary.Delegation;
import dev.cooper.trust.notary.NoTrustDataException;
import dev.cooper.trust.notary.RoleFile;
import dev.cooper.trust.notary.Roles;
import dev.cooper.trust.notary.Targets;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code cooper trust inspect}: who has signed which tags, and who may. */
final class TrustInspectCommand implements Command {
    static final String SUMMARY = "Show who has signed images, and who may";

    @Override
    public Usage usage() {
        return Usage.of("cooper trust inspect [OPTIONS] IMAGE[:TAG] [IMAGE[:TAG]...]", SUMMARY)
                .flag("pretty", 0, "Print the information in a human friendly format")
                .operands(1, Integer.MAX_VALUE);
    }

    @Override
    public int run(Options options, Terminal terminal) throws IOException {
        List<Object> all = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        try (DockerTrust trust = new DockerTrust(terminal)) {
            for (String operand : options.operands()) {
                Reference name = Remote.reference(operand);
                try {
                    Collection found = trust.update(name);
                    if (options.isOn("pretty")) {
                        terminal.print(pretty(operand, tags(found, name), found));
                    } else {
                        all.add(json(operand, tags(found, name), found));
                    }
                } catch (NoTrustDataException e) {
                    failures.add("no signatures or cannot access " + operand);
                }
            }
        }
        if (!options.isOn("pretty")) {
            terminal.println(Json.pretty(all, 4));
        }
        failures.forEach(terminal::error);
        return failures.isEmpty() ? 0 : 1;
    }

    /** The released tags, or the one that was asked for. */
    private static List<Collection.Signed> tags(Collection found, Reference name) {
        Map<String, Collection.Signed> released = new java.util.TreeMap<>();
        for (String role : List.of(Roles.RELEASES, Roles.TARGETS)) {
            for (Collection.Signed one : found.ofRole(role)) {
                if (name.tag().isEmpty() || name.tag().get().equals(one.name())) {
                    released.putIfAbsent(one.name(), one);
                }
            }
        }
        return List.copyOf(released.values());
    }

    private static List<String> signers(Collection found, Collection.Signed one) {
        List<String> names = DockerTrust.signers(found, one);
        return names.isEmpty() ? List.of("Repo Admin") : names.stream().sorted().toList();
    }

    private static List<Delegation> delegations(Collection found) {
        RoleFile<Targets> top = found.roles().get(Roles.TARGETS);
        return top == null
                ? List.of()
                : top.content().delegations().stream()
                        .filter(one -> !one.name().equals(Roles.RELEASES))
                        .sorted(Comparator.comparing(Delegation::name))
                        .toList();
    }

    private static String signer(Delegation one) {
        return one.name().substring(Roles.TARGETS.length() + 1);
    }

    private static List<String> keys(Collection found, String role) {
        return found.root().content().role(role).keyIds();
    }

    private static Map<String, Object> named(String name, List<String> ids) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("Name", name);
        map.put("Keys", ids.stream().map(id -> Map.of("ID", id)).toList());
        return map;
    }

    private static Map<String, Object> json(
            String operand, List<Collection.Signed> tags, Collection found) {
        List<Object> signed = new ArrayList<>();
        for (Collection.Signed one : tags) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("SignedTag", one.name());
            row.put("Digest", one.meta().hex());
            row.put("Signers", signers(found, one));
            signed.add(row);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("Name", operand);
        map.put("SignedTags", signed);
        map.put(
                "Signers",
                delegations(found).stream()
                        .map(one -> named(signer(one), one.keys().keyIds()))
                        .toList());
        map.put(
                "AdministrativeKeys",
                List.of(
                        named("Root", keys(found, Roles.ROOT)),
                        named("Repository", keys(found, Roles.TARGETS))));
        return map;
    }

    private static String pretty(String operand, List<Collection.Signed> tags, Collection found) {
        StringBuilder text = new StringBuilder();
        if (tags.isEmpty()) {
            text.append("\nNo signatures for ").append(operand).append("\n\n");
        } else {
            text.append("\nSignatures for ").append(operand).append("\n\n");
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("SIGNED TAG", "DIGEST", "SIGNERS"));
            for (Collection.Signed one : tags) {
                List<String> names = signers(found, one);
                String who = String.join(", ", names);
                rows.add(
                        List.of(
                                one.name(),
                                one.meta().hex(),
                                who.equals("Repo Admin") ? "(Repo Admin)" : who));
            }
            text.append(TrustTable.of(rows, 3));
        }
        if (!delegations(found).isEmpty()) {
            text.append("\nList of signers and their keys for ").append(operand).append("\n\n");
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("SIGNER", "KEYS"));
            for (Delegation one : delegations(found)) {
                String ids =
                        String.join(
                                ", ",
                                one.keys().keyIds().stream()
                                        .map(id -> id.substring(0, Math.min(12, id.length())))
                                        .toList());
                rows.add(List.of(signer(one), ids));
            }
            text.append(TrustTable.of(rows, 4));
        }
        text.append("\nAdministrative keys for ").append(operand).append("\n\n");
        text.append("  Repository Key:\t");
        text.append(String.join(", ", keys(found, Roles.TARGETS))).append('\n');
        text.append("  Root Key:\t");
        text.append(String.join(", ", keys(found, Roles.ROOT))).append('\n');
        return text.toString();
    }
}
