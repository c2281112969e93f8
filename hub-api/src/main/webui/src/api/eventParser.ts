/** One event of a stream, as the hub said it. */
export interface StreamEvent {
  type: string;
  id: string | null;
  data: string;
}

/**
 * Reads server-sent events (HTML, "Interpreting an event stream") from chunks of text that are cut anywhere. A block
 * without data is no event, but its id counts: the hub's signs of life carry one.
 */
export class EventParser {
  /** After this one a stream can be resumed. */
  lastId: string | null = null;
  private rest = "";
  private type = "";
  private data: string[] = [];

  /** The events that are complete with this chunk. */
  push(chunk: string): StreamEvent[] {
    const lines = (this.rest + chunk).split("\n");
    this.rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.line(line.endsWith("\r") ? line.slice(0, -1) : line));
  }

  private line(line: string): StreamEvent[] {
    if (line === "") return this.end();
    const colon = line.indexOf(":");
    if (colon === 0) return [];
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "id") this.lastId = value;
    else if (field === "event") this.type = value;
    else if (field === "data") this.data.push(value);
    return [];
  }

  private end(): StreamEvent[] {
    const event = { type: this.type || "message", id: this.lastId, data: this.data.join("\n") };
    const told = this.data.length > 0;
    this.type = "";
    this.data = [];
    return told ? [event] : [];
  }
}
