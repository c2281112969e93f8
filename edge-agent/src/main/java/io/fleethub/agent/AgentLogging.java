package io.fleethub.agent;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** One line an event on standard output, where the journal or the container's log takes it. */
public final class AgentLogging {

    private AgentLogging() {}

    /** To be called before anything else logs. */
    static void toStandardOutput() {
        System.setProperty("java.util.logging.manager", Lasting.class.getName());
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(new Lines());
        root.setLevel(Level.INFO);
    }

    /** Keeps logging while the process shuts down; the usual one takes the handlers away before the agent has stopped. */
    public static final class Lasting extends LogManager {

        @Override
        public void reset() {
            // the process ends, and its handlers with it
        }
    }

    /** Flushes after every line; the stream is not its to close. */
    private static final class Lines extends StreamHandler {
        Lines() {
            super(System.out, new Line());
            setLevel(Level.ALL);
        }

        @Override
        public synchronized void publish(LogRecord event) {
            super.publish(event);
            flush();
        }

        @Override
        public synchronized void close() {
            flush();
        }
    }

    private static final class Line extends Formatter {
        @Override
        public String format(LogRecord event) {
            String logger = String.valueOf(event.getLoggerName());
            StringBuilder line = new StringBuilder()
                    .append(Instant.ofEpochMilli(event.getMillis()).truncatedTo(ChronoUnit.MILLIS))
                    .append(' ')
                    .append(level(event.getLevel()))
                    .append(' ')
                    .append(logger.substring(logger.lastIndexOf('.') + 1))
                    .append(' ')
                    .append(formatMessage(event))
                    .append('\n');
            if (event.getThrown() != null) {
                StringWriter stack = new StringWriter();
                event.getThrown().printStackTrace(new PrintWriter(stack));
                line.append(stack);
            }
            return line.toString();
        }

        private static String level(Level level) {
            return level.equals(Level.SEVERE) ? "ERROR" : level.equals(Level.WARNING) ? "WARN" : level.getName();
        }
    }
}
