package io.fleethub.peers;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;

/**
 * The least that sends a report: Paho, a loop, the load average every five seconds; no outbox, no commands, nothing kept.
 * Arguments: broker URI, node, secret.
 */
public final class PahoLoop {

    private static final long INTERVAL_MILLIS = 5_000;

    private PahoLoop() {}

    public static void main(String[] arguments) throws Exception {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(arguments[1]);
        options.setPassword(arguments[2].getBytes(StandardCharsets.US_ASCII));
        MqttClient client = new MqttClient(arguments[0], arguments[1], new MemoryPersistence());
        client.connect(options);
        System.out.println("READY");
        while (true) {
            String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
            String report = "{\"v\":1,\"reports\":[{\"sampledAt\":\"" + Instant.now() + "\",\"clockSynced\":true,"
                    + "\"metrics\":{\"load.1m\":" + load + "}}]}";
            client.publish("nodes/" + arguments[1] + "/telemetry", report.getBytes(StandardCharsets.UTF_8), 1, false);
            Thread.sleep(INTERVAL_MILLIS);
        }
    }
}
