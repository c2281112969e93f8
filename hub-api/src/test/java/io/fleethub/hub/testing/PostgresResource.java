package io.fleethub.hub.testing;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives every {@code @QuarkusTest} a real PostgreSQL; a test that needs another profile gets a fresh database in it. */
@QuarkusTestResource(PostgresResource.class)
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return TestDatabase.create().hubConfig();
    }

    /** The server lives as long as the JVM. */
    @Override
    public void stop() {}
}
