package io.fleethub.agent.operations.logs;

/**
 * A gzip stream that lies complete in the spool.
 *
 * @param lines in it
 * @param bytes of the text
 * @param sha256 of the stream, lower-case hex
 * @param truncated whether older lines, or the ends of very long ones, were left out for the cap's sake
 */
record SpooledLog(int lines, long bytes, String sha256, boolean truncated) {

    /** For the journal. */
    String toText() {
        return lines + " " + bytes + " " + sha256 + " " + truncated;
    }

    static SpooledLog fromText(String text) {
        String[] parts = text.split(" ");
        return new SpooledLog(
                Integer.parseInt(parts[0]), Long.parseLong(parts[1]), parts[2], Boolean.parseBoolean(parts[3]));
    }
}
