package dev.cooper.registry.operations;

import dev.cooper.registry.config.LogConfig;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Writes what the registry and its HTTP server have to say in the form of the log. */
final class LogMessages extends Handler {
    /** Puts the arguments of a message in their places. */
    private static final Formatter TEXT = new SimpleFormatter();

    private final LogConfig config;
    private final Traces traces;
    private final Consumer<String> out;

    private LogMessages(LogConfig config, Traces traces, Consumer<String> out) {
        this.config = config;
        this.traces = traces;
        this.out = out;
    }

    /**
     * Sends the messages of a logger to a new place, and only there.
     *
     * @param traces what a message is about: the request that its thread is at
     * @param out takes lines, their ends included
     */
    static void of(Logger logger, LogConfig config, Traces traces, Consumer<String> out) {
        for (Handler old : logger.getHandlers()) {
            logger.removeHandler(old);
        }
        logger.setUseParentHandlers(false);
        logger.addHandler(new LogMessages(config, traces, out));
        logger.setLevel(
                switch (config.level()) {
                    case DEBUG -> Level.FINE;
                    case INFO -> Level.INFO;
                    case WARN -> Level.WARNING;
                    case ERROR -> Level.SEVERE;
                });
    }

    @Override
    public void publish(LogRecord message) {
        Map<String, Object> fields = new LinkedHashMap<>(config.fields());
        Throwable thrown = message.getThrown();
        if (thrown != null) {
            StringWriter stack = new StringWriter();
            thrown.printStackTrace(new PrintWriter(stack));
            fields.put("error", thrown.toString());
            fields.put("stack", stack.toString());
        }
        Span span = traces.current();
        if (!span.trace().isEmpty()) {
            fields.put("trace_id", span.trace());
            fields.put("span_id", span.id());
        }
        StringBuilder line = new StringBuilder();
        Instant time = message.getInstant();
        config.format()
                .line(
                        line,
                        time,
                        level(message.getLevel()),
                        text(TEXT.formatMessage(message)),
                        fields);
        out.accept(line.toString());
    }

    private static String text(String message) {
        return message == null ? "" : message;
    }

    private static LogConfig.Level level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return LogConfig.Level.ERROR;
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return LogConfig.Level.WARN;
        }
        return level.intValue() >= Level.INFO.intValue()
                ? LogConfig.Level.INFO
                : LogConfig.Level.DEBUG;
    }

    @Override
    public void flush() {
        // every line is written at once
    }

    @Override
    public void close() {
        // the streams belong to whoever gave them
    }
}
