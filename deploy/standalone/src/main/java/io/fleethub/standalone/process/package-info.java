/**
 * Child processes. A {@link io.fleethub.standalone.process.ChildSpec} says what to run, {@link
 * io.fleethub.standalone.process.Supervisor} runs it: it prefixes and keeps the output, writes down the process id,
 * starts a child again that died, and ends all of them in the reverse order of their start. What a launcher left
 * behind that was itself killed, {@link io.fleethub.standalone.process.RunRecords} finds and ends at the next start.
 */
@NullMarked
package io.fleethub.standalone.process;

import org.jspecify.annotations.NullMarked;
