package io.fleethub.broker.extension;

/** Keeps everybody but the self-check outside until the broker has proven its settings. Thread-safe. */
public final class Admission {

    /** A client id of the hub's user that no hub uses. */
    public static final String SELF_CHECK_CLIENT_ID = "HUB:self-check:0";

    private volatile boolean open;

    public void open() {
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    boolean admits(String clientId) {
        return open || clientId.equals(SELF_CHECK_CLIENT_ID);
    }
}
