package dev.cooper.cli;

import dev.cooper.oci.Json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A document of which single members are changed, named by their way: {@code entries.0.index}. */
final class JsonTree {
    private final Object root;

    JsonTree(byte[] json) {
        root = Objects.requireNonNull(Json.parse(json));
    }

    /** What stands there. */
    Object get(String way) {
        Object at = root;
        for (String step : way.split("\\.", -1)) {
            at = step(at, step);
        }
        return at;
    }

    String text(String way) {
        return (String) get(way);
    }

    private static Object step(Object at, String step) {
        Object next =
                at instanceof List<?> list
                        ? list.get(Integer.parseInt(step))
                        : ((Map<?, ?>) at).get(step);
        if (next == null) {
            throw new IllegalArgumentException("there is no " + step);
        }
        return next;
    }

    /** Puts something there. */
    @SuppressWarnings("unchecked") // what Json reads
    JsonTree put(String way, Object value) {
        int dot = way.lastIndexOf('.');
        Object parent = dot < 0 ? root : get(way.substring(0, dot));
        String last = way.substring(dot + 1);
        if (parent instanceof List<?> list) {
            ((List<Object>) list).set(Integer.parseInt(last), value);
        } else {
            ((Map<String, Object>) parent).put(last, value);
        }
        return this;
    }

    /** Takes away what stands there. */
    JsonTree remove(String way) {
        int dot = way.lastIndexOf('.');
        ((Map<?, ?>) (dot < 0 ? root : get(way.substring(0, dot)))).remove(way.substring(dot + 1));
        return this;
    }

    byte[] bytes() {
        return Json.write(root);
    }

    @Override
    public String toString() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }
}
