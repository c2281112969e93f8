package io.fleethub.broker.testing;

/** The secrets of the tests. */
public final class Secrets {

    public static final String HUB = "f".repeat(64);
    public static final String FEED_TOKEN = "e".repeat(64);

    private Secrets() {}

    /** A node's secret: 64 hex characters. */
    public static String node(int number) {
        return String.format("%064x", number);
    }
}
