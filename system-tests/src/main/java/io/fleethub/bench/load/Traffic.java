package io.fleethub.bench.load;

/**
 * What is sent.
 *
 * @param perMessage reports in one message
 * @param window reports that may be on their way at once, from the generator to being durable
 * @param rate reports a second; 0 for as many as become durable
 * @param live reports of now, else of the past
 */
public record Traffic(int perMessage, int window, double rate, boolean live) {

    /** As fast as they become durable, one report each, sampled now. */
    public static Traffic singly() {
        return new Traffic(1, 2_000, 0, true);
    }

    /** As fast as they become durable, out of the nodes' past. */
    public static Traffic backfill(int perMessage) {
        return new Traffic(perMessage, Math.max(20_000, 100 * perMessage), 0, false);
    }

    /** The same at a steady rate, whatever becomes durable. */
    public Traffic at(double perSecond) {
        return new Traffic(perMessage, window, perSecond, live);
    }
}
