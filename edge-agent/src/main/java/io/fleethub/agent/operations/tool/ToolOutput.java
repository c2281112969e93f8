package io.fleethub.agent.operations.tool;

/**
 * How a program ended and what it said, standard output and error together.
 *
 * @param text at most {@link ToolRunner#TEXT_LIMIT} bytes of it
 */
public record ToolOutput(ToolResult result, String text) {

    /** What to tell about a failure: the last line that the program said, or its exit code. */
    public String complaint() {
        if (result.timedOut()) {
            return "no answer in time";
        }
        String said = text.strip();
        return said.isEmpty()
                ? "exit code " + result.exitCode()
                : said.substring(said.lastIndexOf('\n') + 1).strip();
    }
}
