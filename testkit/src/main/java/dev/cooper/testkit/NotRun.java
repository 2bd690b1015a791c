package dev.cooper.testkit;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Lists by name, at the end of a room's tests, those that were not run and what they need. JUnit's
 * launcher finds it as a service.
 */
public final class NotRun implements TestExecutionListener {
    /** By "class, reason": the names of the tests. */
    private final SortedMap<String, SortedSet<String>> names = new TreeMap<>();

    /** For the service loader. */
    public NotRun() {}

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        add(test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            add(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
        }
    }

    private synchronized void add(TestIdentifier test, String reason) {
        String why = reason.replaceFirst("^Assumption failed: ", "").replaceFirst("^not run: ", "");
        String key = "not run (" + why + "): " + className(test.getSource());
        names.computeIfAbsent(key, k -> new TreeSet<>()).add(name(test));
    }

    private static String className(Optional<TestSource> source) {
        String full =
                switch (source.orElse(null)) {
                    case MethodSource method -> method.getClassName();
                    case ClassSource type -> type.getClassName();
                    case null, default -> "";
                };
        return full.substring(full.lastIndexOf('.') + 1);
    }

    private static String name(TestIdentifier test) {
        boolean whole = test.getSource().filter(ClassSource.class::isInstance).isPresent();
        return whole ? "all of it" : test.getDisplayName().replaceFirst("\\(\\)$", "");
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan plan) {
        for (Map.Entry<String, SortedSet<String>> entry : names.entrySet()) {
            System.out.println(entry.getKey() + ": " + String.join(", ", entry.getValue()));
        }
        names.clear();
    }
}
