package io.fleethub.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's mosquitto clients as an independent MQTT 5 node. A refused publish still exits 0: judge by what arrives. */
record Mosquitto(URI broker, String user, String password) {

    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/mosquitto_pub"));
    }

    Shell.Result publish(String topic, String payload) {
        List<String> command = command("mosquitto_pub");
        command.addAll(List.of("-q", "1", "-t", topic, "-m", payload));
        return Shell.runWithin(10, command.toArray(String[]::new));
    }

    /** Subscribes and stays; the caller ends the process. */
    Process subscribe(String topic) {
        List<String> command = command("mosquitto_sub");
        command.addAll(List.of("-q", "1", "-t", topic));
        try {
            Path output = Files.createTempFile("mosquitto", ".log");
            output.toFile().deleteOnExit();
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(String tool) {
        List<String> command = new ArrayList<>(List.of(tool, "-V", "mqttv5", "-h", broker.getHost()));
        command.addAll(List.of("-p", Integer.toString(broker.getPort())));
        if (!user.isEmpty()) {
            command.addAll(List.of("-i", user, "-u", user, "-P", password));
        }
        return command;
    }
}
