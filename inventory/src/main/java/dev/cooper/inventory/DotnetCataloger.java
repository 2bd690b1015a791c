package dev.cooper.inventory;

import dev.cooper.inventory.document.Tree;

import java.util.List;
import java.util.Map;

/**
 * .NET packages beside a program: {@code NAME.deps.json}, of which the packages count whose files
 * are used when it runs, and the runtime that a self-contained program brings.
 */
final class DotnetCataloger implements Cataloger {
    private static final long LARGEST = 64 << 20;
    private static final String RUNTIME = "runtimepack.";

    @Override
    public String id() {
        return "dotnet-1";
    }

    @Override
    public boolean wants(Candidate file) {
        return file.name().endsWith(".deps.json");
    }

    @Override
    public long largest() {
        return LARGEST;
    }

    @Override
    public void read(LayerFile file, Findings findings) throws DamagedFileException {
        Tree document = Trees.json(file);
        Tree target = document.at("targets").at(document.at("runtimeTarget").text("name"));
        for (Map.Entry<String, Tree> library : document.at("libraries").members().entrySet()) {
            String key = library.getKey();
            int slash = key.indexOf('/');
            String type = library.getValue().text("type");
            boolean isPackage = type.equalsIgnoreCase("package");
            boolean isRuntime = type.equalsIgnoreCase("runtimepack");
            Tree use = target.at(key);
            if (slash <= 0 || !(isPackage || isRuntime) || isOnlyCompiledAgainst(use)) {
                continue;
            }
            String name = key.substring(0, slash);
            List<String> needed = use.at("dependencies").names();
            findings.add(
                    SoftwarePackage.of(
                                    PackageKind.NUGET,
                                    isRuntime && name.startsWith(RUNTIME)
                                            ? name.substring(RUNTIME.length())
                                            : name,
                                    key.substring(slash + 1),
                                    SoftwarePackage.Place.of(file.path()))
                            .withDependencies(needed));
        }
    }

    private static boolean isOnlyCompiledAgainst(Tree use) {
        return use.isPresent()
                && !use.at("runtime").isPresent()
                && !use.at("runtimeTargets").isPresent()
                && !use.at("native").isPresent();
    }
}
