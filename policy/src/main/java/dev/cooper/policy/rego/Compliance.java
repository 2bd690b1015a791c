package dev.cooper.policy.rego;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What modules say of a statement, in the ways that cosign and policy-controller ask them.
 *
 * @param holds whether it may count
 * @param errors why not, as far as they say it
 * @param warnings what they say besides
 */
public record Compliance(boolean holds, List<String> errors, List<String> warnings) {
    private static final List<String> ALLOW = List.of("signature", "allow");
    private static final List<String> COMPLIANT = List.of("sigstore", "isCompliant");

    /** Copies what is said. */
    public Compliance {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /**
     * Asks for {@code data.signature.allow}, which must be true; this is what cosign asks.
     *
     * @param input as JSON has it
     * @throws RegoException when the modules contradict themselves, or take too long
     */
    public static Compliance allow(Program program, @Nullable Object input) {
        Optional<Value> found = program.value(Value.ofJson(input), Values.EMPTY, ALLOW);
        if (found.isEmpty()) {
            return against("data.signature.allow is undefined");
        }
        return found.get().equals(Values.TRUE)
                ? new Compliance(true, List.of(), List.of())
                : against("data.signature.allow is " + Text.of(found.get()) + ", not true");
    }

    /**
     * Asks for {@code data.sigstore.isCompliant}, which is true or false, or a set of objects with
     * {@code result}, {@code error} and {@code warning}; this is what policy-controller asks.
     *
     * @param input as JSON has it
     * @throws RegoException when the modules contradict themselves, or take too long
     */
    public static Compliance compliant(Program program, @Nullable Object input) {
        Value found =
                program.value(Value.ofJson(input), Values.EMPTY, COMPLIANT).orElse(Values.NULL);
        return switch (found) {
            case Value.Null _ -> against("data.sigstore.isCompliant is undefined");
            case Value.Bool it when it.value() -> new Compliance(true, List.of(), List.of());
            case Value.Arr it -> answered(it.items());
            case Value.SetOf it -> answered(it.items());
            case Value it -> against("data.sigstore.isCompliant is " + Text.of(it) + ", not true");
        };
    }

    private static Compliance answered(Collection<Value> answers) {
        List<String> errors = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Value each : answers) {
            if (!(each instanceof Value.Obj answer)) {
                return against("data.sigstore.isCompliant has no object with a result in it");
            }
            List<String> warning = text(answer, "warning");
            if (Values.TRUE.equals(answer.at(Value.of("result")))) {
                return new Compliance(true, List.of(), warning);
            }
            warnings.addAll(warning);
            errors.addAll(text(answer, "error"));
        }
        return errors.isEmpty()
                ? new Compliance(
                        false,
                        List.of("nothing in data.sigstore.isCompliant has a result that is true"),
                        warnings)
                : new Compliance(false, errors, warnings);
    }

    private static Compliance against(String why) {
        return new Compliance(false, List.of(why), List.of());
    }

    private static List<String> text(Value answer, String key) {
        return answer.at(Value.of(key)) instanceof Value.Str it && !it.text().isEmpty()
                ? List.of(it.text())
                : List.of();
    }
}
