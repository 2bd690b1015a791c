package dev.cooper.inventory.sbom;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The members of a JSON object that is written; what is empty is left out. */
final class Members {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    Members put(String name, String text) {
        if (!text.isEmpty()) {
            members.put(name, text);
        }
        return this;
    }

    Members put(String name, boolean value) {
        members.put(name, value);
        return this;
    }

    Members put(String name, long value) {
        members.put(name, value);
        return this;
    }

    Members put(String name, List<?> list) {
        if (!list.isEmpty()) {
            members.put(name, list);
        }
        return this;
    }

    Members put(String name, Members object) {
        if (!object.members.isEmpty()) {
            members.put(name, object.members);
        }
        return this;
    }

    Map<String, @Nullable Object> json() {
        return members;
    }

    /** Objects of a name and a value, as properties of CycloneDX are. */
    static final class Pairs {
        private final List<Map<String, @Nullable Object>> list = new ArrayList<>();

        Pairs add(String name, String value) {
            if (!value.isEmpty()) {
                list.add(new Members().put("name", name).put("value", value).json());
            }
            return this;
        }

        List<Map<String, @Nullable Object>> list() {
            return list;
        }
    }
}
