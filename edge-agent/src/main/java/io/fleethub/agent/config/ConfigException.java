package io.fleethub.agent.config;

/** The configuration cannot be used; the message begins with the key that is wrong. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String key;
    private final String problem;

    public ConfigException(String key, String problem) {
        super(key + " " + problem);
        this.key = key;
        this.problem = problem;
    }

    static void refuseUnless(boolean good, String key, String problem) {
        if (!good) {
            throw new ConfigException(key, problem);
        }
    }

    /** The same trouble, seen from the object that holds the one that found it; absolute keys stay as they are. */
    ConfigException within(String parent) {
        return key.startsWith("/") ? this : new ConfigException(parent + "/" + key, problem);
    }
}
