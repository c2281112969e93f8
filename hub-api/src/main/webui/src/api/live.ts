import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { EventParser, type StreamEvent } from "./eventParser";
import { accessToken, renew } from "./session";

/** What a page wants to hear of; everything when left out. */
export interface Selection {
  types?: string;
  node?: string;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;
/** A burst of events costs one look at the hub. */
const GATHERED = 400;

let open = 0;

/** How long to wait between two looks at the hub: while events tell what changes there is no hurry. */
export function pollEvery(millis: number): () => number {
  return () => (open > 0 ? millis * 5 : millis);
}

/** While the page is shown, asks again for what the hub says has changed; without a stream the pages poll as before. */
export function useLive({ types, node }: Selection): void {
  const queries = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    const news = new Gathered(queries);
    void follow({ types, node }, stop.signal, (event) => news.take(event));
    return () => {
      stop.abort();
      news.stop();
    };
  }, [queries, types, node]);
}

/** The keys of what an event makes old. */
function outdated(event: StreamEvent): unknown[][] {
  if (event.type === "reload") return [[]];
  const { nodeId } = JSON.parse(event.data) as { nodeId: string };
  switch (event.type) {
    case "presence":
      return [["nodes"], ["node", nodeId]];
    case "telemetry":
      return [["latest", nodeId]];
    case "command":
      return [
        ["commands", nodeId],
        ["node", nodeId],
      ];
    default:
      return [];
  }
}

class Gathered {
  private readonly keys = new Map<string, unknown[]>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly queries: QueryClient) {}

  take(event: StreamEvent): void {
    for (const key of outdated(event)) this.keys.set(JSON.stringify(key), key);
    this.timer ??= setTimeout(() => this.tell(), GATHERED);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private tell(): void {
    this.timer = undefined;
    const told = [...this.keys.values()];
    this.keys.clear();
    for (const queryKey of told) void this.queries.invalidateQueries({ queryKey });
  }
}

/** Reads the stream, and comes back to it until the page is left or the user is signed out. */
async function follow(selection: Selection, signal: AbortSignal, take: (event: StreamEvent) => void): Promise<void> {
  const parser = new EventParser();
  let wait = FIRST_WAIT;
  while (!signal.aborted) {
    try {
      const response = await fetch(url(selection), { headers: headers(parser.lastId), signal });
      if (response.status === 401) {
        if (!(await renew())) return;
      } else if (response.ok && response.body !== null) {
        // What happened between the page's first look and now was not told.
        if (parser.lastId === null) take({ type: "reload", id: null, data: "{}" });
        await read(response.body, parser, take);
        wait = FIRST_WAIT;
      }
    } catch {
      // The hub is away, or the page is being left: the wait below decides.
    }
    await pause(wait * (0.5 + Math.random()), signal);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

async function read(
  body: ReadableStream<Uint8Array>,
  parser: EventParser,
  take: (event: StreamEvent) => void,
): Promise<void> {
  const reader = body.getReader();
  const text = new TextDecoder();
  open++;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read())
      parser.push(text.decode(part.value, { stream: true })).forEach(take);
  } finally {
    open--;
  }
}

function url({ types, node }: Selection): string {
  const query = new URLSearchParams();
  if (types !== undefined) query.set("types", types);
  if (node !== undefined) query.set("node", node);
  return `/api/v1/events?${query}`;
}

function headers(lastId: string | null): Record<string, string> {
  return {
    accept: "text/event-stream",
    authorization: `Bearer ${accessToken() ?? ""}`,
    ...(lastId === null ? {} : { "last-event-id": lastId }),
  };
}

function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
