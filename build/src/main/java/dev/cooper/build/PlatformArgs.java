package dev.cooper.build;

import dev.cooper.oci.Platform;

import java.util.LinkedHashMap;
import java.util.Map;

/** The build arguments that every Dockerfile has in its global scope. */
final class PlatformArgs {
    private PlatformArgs() {}

    static Map<String, String> of(Platform build, Platform target, String stage) {
        Map<String, String> args = new LinkedHashMap<>();
        put(args, "BUILD", build);
        put(args, "TARGET", target);
        args.put("TARGETSTAGE", stage);
        return args;
    }

    private static void put(Map<String, String> args, String prefix, Platform platform) {
        args.put(prefix + "PLATFORM", platform.toString());
        args.put(prefix + "OS", platform.os());
        args.put(prefix + "OSVERSION", platform.osVersion().orElse(""));
        args.put(prefix + "ARCH", platform.architecture());
        args.put(prefix + "VARIANT", platform.variant().orElse(""));
    }
}
