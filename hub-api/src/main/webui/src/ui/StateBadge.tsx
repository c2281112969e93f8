const TONES: Record<string, string> = {
  ONLINE: "good",
  RUNNING: "good",
  SUCCEEDED: "good",
  LATE: "warn",
  CANCELING: "warn",
  OFFLINE: "bad",
  FAILED: "bad",
  REJECTED: "bad",
  TIMED_OUT: "bad",
  EXPIRED: "bad",
  QUEUED: "busy",
  SENT: "busy",
  DELIVERED: "busy",
  IN_PROGRESS: "busy",
};

/** A state by word and colour; the word alone says it all. */
export function StateBadge({ state }: { state: string }) {
  return <span className={`badge badge-${TONES[state] ?? "quiet"}`}>{state.replaceAll("_", " ")}</span>;
}
