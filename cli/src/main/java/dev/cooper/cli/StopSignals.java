package dev.cooper.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets the first signal to stop end the process in order, and the second at once. */
final class StopSignals {
    private static final Map<String, Integer> NUMBERS = Map.of("INT", 2, "TERM", 15);

    private StopSignals() {}

    /**
     * From now on SIGTERM and SIGINT run something.
     *
     * @param stop ends the process when it is done
     */
    static void handle(Runnable stop) {
        AtomicBoolean stopping = new AtomicBoolean();
        try {
            for (Map.Entry<String, Integer> signal : NUMBERS.entrySet()) {
                handle(
                        signal.getKey(),
                        () -> {
                            if (stopping.getAndSet(true)) {
                                Runtime.getRuntime().halt(128 + signal.getValue());
                            }
                            Thread.ofPlatform().start(stop);
                        });
            }
        } catch (ReflectiveOperationException e) {
            // A JDK without jdk.unsupported: the second signal waits, too.
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(stop));
        }
    }

    /** By reflection, because the compiler warns of sun.misc and cannot be told not to. */
    private static void handle(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        InvocationHandler run =
                (_, method, _) -> {
                    if (method.getName().equals("handle")) {
                        action.run();
                    }
                    return null;
                };
        Object proxy =
                Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, run);
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    }
}
