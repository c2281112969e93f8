/** How far a node's clock is off the hub's, in the largest unit that says enough. */
export function driftText(millis?: number | null): string | null {
  if (millis === undefined || millis === null) return null;
  const off = Math.abs(millis);
  if (off < 1_000) return "right";
  const amount =
    off < 120_000 ? `${Math.round(off / 1_000)} s` : off < 7_200_000 ? `${Math.round(off / 60_000)} min` : `${Math.round(off / 3_600_000)} h`;
  return `${amount} ${millis > 0 ? "ahead" : "behind"}`;
}
