package io.fleethub.agent.operations.tool;

/**
 * How a program ended.
 *
 * @param exitCode of the program; {@link #TIMED_OUT} when it had to be ended
 * @param capped whether more came out than was kept, so that the program was ended early
 */
public record ToolResult(int exitCode, boolean capped) {

    /** The program did not end within its limit. */
    public static final int TIMED_OUT = -1;

    public boolean succeeded() {
        return exitCode == 0;
    }

    public boolean timedOut() {
        return exitCode == TIMED_OUT;
    }
}
