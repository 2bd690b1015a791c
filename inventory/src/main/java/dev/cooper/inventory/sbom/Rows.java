package dev.cooper.inventory.sbom;

import org.jspecify.annotations.Nullable;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A list of JSON objects of which all but the first few are made when they are written, so that a
 * document of 100,000 packages is never there as a whole.
 */
final class Rows extends AbstractList<Map<String, @Nullable Object>> {
    private final List<Map<String, @Nullable Object>> first = new ArrayList<>();
    private final int number;
    private final IntFunction<Map<String, @Nullable Object>> row;

    /** So many rows, made by their numbers from 0. */
    Rows(int number, IntFunction<Map<String, @Nullable Object>> row) {
        this.number = number;
        this.row = row;
    }

    /** Puts a row before those that are made, after those that were put there. */
    Rows after(Map<String, @Nullable Object> earlier) {
        first.add(earlier);
        return this;
    }

    @Override
    public Map<String, @Nullable Object> get(int index) {
        return index < first.size() ? first.get(index) : row.apply(index - first.size());
    }

    @Override
    public int size() {
        return first.size() + number;
    }
}
