package io.fleethub.bench;

/** One measurement of one contender, from a clean start to a checked end. */
@FunctionalInterface
public interface Trial {

    Figure run(Timing timing) throws Exception;
}
