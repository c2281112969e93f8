const STEPS: [number, string][] = [
  [60, "s"],
  [60, "min"],
  [24, "h"],
  [Infinity, "d"],
];

/** The time from `then` to `now` in its largest whole unit; what lies ahead by a clock's error counts as now. */
export function ago(then: Date, now: Date): string {
  let value = Math.max(0, Math.round((now.getTime() - then.getTime()) / 1000));
  if (value < 2) return "now";
  for (const [size, unit] of STEPS) {
    if (value < size) return `${value} ${unit} ago`;
    value = Math.floor(value / size);
  }
  return "";
}
