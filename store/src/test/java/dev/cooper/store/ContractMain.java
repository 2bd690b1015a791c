package dev.cooper.store;

import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Runs the tests of one contract class in this process: for child processes in namespaces. */
final class ContractMain {
    private ContractMain() {}

    public static void main(String[] args) throws Exception {
        Class<?> contract = Class.forName("dev.cooper.store." + args[0]);
        int run = 0;
        int failed = 0;
        for (Class<?> type = contract; type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    run++;
                    failed += run(contract, method) ? 0 : 1;
                }
            }
        }
        System.out.println("run " + run + ", failed " + failed);
        System.exit(failed == 0 && run > 0 ? 0 : 1);
    }

    private static boolean run(Class<?> contract, Method method) throws Exception {
        SnapshotsContract test =
                (SnapshotsContract) contract.getDeclaredConstructor().newInstance();
        method.setAccessible(true);
        try {
            test.open();
            try {
                method.invoke(test);
            } finally {
                test.close();
            }
            return true;
        } catch (InvocationTargetException e) {
            return report(method, e.getCause());
        } catch (Exception e) {
            return report(method, e);
        }
    }

    private static boolean report(Method method, Throwable problem) {
        System.out.println("failed: " + method.getName());
        problem.printStackTrace(System.out);
        return false;
    }
}
