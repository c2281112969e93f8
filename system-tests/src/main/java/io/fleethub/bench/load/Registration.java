package io.fleethub.bench.load;

import io.fleethub.bench.fleet.Api;
import io.fleethub.bench.fleet.RunningFleet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Registers nodes by REST, as a script would. */
public final class Registration {

    private Registration() {}

    /** A registered node with the secret that it was given. */
    public record Registered(String nodeId, String secret) {}

    /** Registers {@code bench-00001} and so on. */
    public static List<Registered> register(RunningFleet fleet, int nodes) throws IOException, InterruptedException {
        Api api = Api.signIn(fleet);
        List<Registered> registered = new ArrayList<>();
        for (int i = 1; i <= nodes; i++) {
            String nodeId = "bench-%05d".formatted(i);
            registered.add(new Registered(
                    nodeId,
                    api.post("nodes", Map.of("nodeId", nodeId), 201)
                            .get("secret")
                            .asText()));
        }
        return registered;
    }
}
