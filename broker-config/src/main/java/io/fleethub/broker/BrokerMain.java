package io.fleethub.broker;

import io.fleethub.broker.config.BrokerSettings;
import io.fleethub.broker.config.ListenerSettings;
import io.fleethub.broker.config.StartRefusedException;
import java.time.InstantSource;

/**
 * Runs the broker until it is told to stop. Prints {@code BROKER READY} with the addresses once it serves, or one line
 * that says why it does not, and exits with 1.
 */
public final class BrokerMain {

    private static final int REFUSED = 1;

    private BrokerMain() {}

    public static void main(String[] arguments) {
        // Before the first logger; several jars carry a file of the usual name.
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "hivemq/conf/logback.xml");
        }
        try {
            Broker broker = Broker.start(BrokerSettings.from(System.getenv()), InstantSource.system());
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop"));
            System.out.println(readyLine(broker));
        } catch (StartRefusedException e) {
            System.err.println("BROKER REFUSES TO SERVE: " + e.getMessage());
            System.exit(REFUSED);
        } catch (RuntimeException | LinkageError e) {
            System.err.println("BROKER REFUSES TO SERVE: " + e);
            System.exit(REFUSED);
        }
    }

    private static String readyLine(Broker broker) {
        StringBuilder line = new StringBuilder("BROKER READY");
        for (ListenerSettings listener : broker.listeners()) {
            line.append(' ').append(listener.kind().scheme()).append('=');
            line.append(listener.host()).append(':').append(listener.port());
        }
        return line.toString();
    }
}
