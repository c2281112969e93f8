package io.fleethub.standalone.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.fleethub.standalone.options.Timing;
import io.fleethub.standalone.platform.LaunchException;
import io.fleethub.standalone.platform.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Enrols the demo's nodes and writes what each agent needs into its folder. For one thread. */
public final class DemoNodes {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String SERVICE = "demo";
    private static final String SCRIPT = "demo-service.sh";

    /**
     * A node that is ready to be started.
     *
     * @param page where it shows itself
     */
    public record DemoNode(String nodeId, Path configFile, URI page) {}

    private final Path folder;
    private final Path ca;
    private final Timing timing;
    private final IntSupplier freePort;

    /** @param freePort a port of 127.0.0.1 that nobody has, another one each time */
    public DemoNodes(Path folder, Path ca, Timing timing, IntSupplier freePort) {
        this.folder = folder;
        this.ca = ca;
        this.timing = timing;
        this.freePort = freePort;
    }

    /**
     * Prepares {@code demo-1} to {@code demo-N} on the broker's addresses in turn; signs in only when one is missing.
     */
    public List<DemoNode> prepare(int count, List<URI> brokers, URI hub, String email, Supplier<String> password) {
        List<DemoNode> nodes = new ArrayList<>();
        Optional<HubClient> client = Optional.empty();
        try {
            for (int i = 0; i < count; i++) {
                String nodeId = "demo-" + (i + 1);
                Path node = folder.resolve(nodeId);
                PrivateFiles.createFolder(node);
                if (!Files.exists(node.resolve("secret"))) {
                    client = client.or(() -> Optional.of(HubClient.signIn(hub, email, password.get())));
                    keep(client.get().register(nodeId), node);
                }
                int port = freePort.getAsInt();
                Path config = configure(nodeId, node, brokers.get(i % brokers.size()), port);
                nodes.add(new DemoNode(nodeId, config, URI.create("http://127.0.0.1:" + port + "/")));
            }
            return nodes;
        } catch (IOException e) {
            throw new LaunchException("the demo's nodes in " + folder + " cannot be prepared: " + e.getMessage(), e);
        }
    }

    /** The secret comes last: while it is missing, the node is enrolled again. */
    private static void keep(HubClient.Registration registration, Path node) throws IOException {
        PrivateFiles.write(node.resolve("command-keys.json"), registration.commandKeys() + "\n");
        PrivateFiles.write(node.resolve("secret"), registration.secret() + "\n");
    }

    private Path configure(String nodeId, Path node, URI broker, int port) throws IOException {
        Path script = node.resolve(SCRIPT);
        try (InputStream in = DemoNodes.class.getResourceAsStream("/" + SCRIPT)) {
            if (in == null) {
                throw new LaunchException(SCRIPT + " did not come with this launcher: build it anew");
            }
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.copy(ca, node.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
        Path config = node.resolve("agent.json");
        PrivateFiles.write(config, config(nodeId, node, broker, script, port) + "\n");
        return config;
    }

    private String config(String nodeId, Path node, URI broker, Path script, int port) throws JsonProcessingException {
        Map<String, Object> service = new LinkedHashMap<>();
        service.put("name", SERVICE);
        service.put("manager", "process");
        service.put("command", List.of("/bin/sh", script.toString(), nodeId));
        service.put("workingDirectory", node.toString());
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("nodeId", nodeId);
        config.put("brokerUri", broker.toString());
        if (!broker.getScheme().equals("mqtt")) {
            config.put("brokerCaFile", node.resolve("ca.crt").toString());
        }
        config.put("secretFile", node.resolve("secret").toString());
        config.put("commandKeysFile", node.resolve("command-keys.json").toString());
        config.put("dataDirectory", node.resolve("data").toString());
        config.put("heartbeatInterval", timing.heartbeat().toString());
        config.put("sampleInterval", timing.sample().toString());
        config.put("services", List.of(service));
        config.put("local", Map.of("port", port));
        return JSON.writeValueAsString(config);
    }
}
