package dev.cooper.dockerfile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The build arguments that FROM can see: those declared before the first FROM. */
public final class GlobalArgs {
    private GlobalArgs() {}

    /**
     * Gives the global arguments their values.
     *
     * @param predefined values that need no declaration, such as TARGETPLATFORM; a build argument
     *     of the same name wins
     * @param buildArguments what the user gave with {@code --build-arg}
     * @return all arguments that have a value
     * @throws DockerfileException when a default cannot be expanded
     */
    public static Map<String, String> resolve(
            Dockerfile dockerfile,
            Map<String, String> predefined,
            Map<String, String> buildArguments) {
        Map<String, String> values = new LinkedHashMap<>(predefined);
        for (String name : predefined.keySet()) {
            String given = buildArguments.get(name);
            if (given != null) {
                values.put(name, given);
            }
        }
        for (Instruction.Arg arg : dockerfile.globalArgs()) {
            for (Instruction.Declaration declaration : arg.declarations()) {
                String given = buildArguments.get(declaration.name());
                if (given != null) {
                    values.put(declaration.name(), given);
                    continue;
                }
                Expansion expansion =
                        new Expansion(Environment.viewOf(values), dockerfile.directives().escape());
                Optional<String> value = arg.defaultValue(declaration, expansion);
                value.ifPresent(text -> values.put(declaration.name(), text));
            }
        }
        return values;
    }
}
