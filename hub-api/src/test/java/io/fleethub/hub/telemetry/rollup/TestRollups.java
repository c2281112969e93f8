package io.fleethub.hub.telemetry.rollup;

import jakarta.enterprise.context.ApplicationScoped;

/** Lets the tests of other packages roll up what is due. */
@ApplicationScoped
public class TestRollups {

    private final RollupJob job;

    TestRollups(RollupJob job) {
        this.job = job;
    }

    public void rollUp() {
        job.rollUp();
    }
}
