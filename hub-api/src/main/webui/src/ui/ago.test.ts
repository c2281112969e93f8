import { expect, test } from "vitest";
import { ago } from "./ago";

const now = new Date("2026-11-21T12:00:00Z");

test.each([
  ["2026-11-21T12:00:05Z", "now"],
  ["2026-11-21T11:59:59Z", "now"],
  ["2026-11-21T11:59:48Z", "12 s ago"],
  ["2026-11-21T11:58:59Z", "1 min ago"],
  ["2026-11-21T09:00:00Z", "3 h ago"],
  ["2026-11-01T12:00:00Z", "20 d ago"],
])("%s is %s", (then, text) => {
  expect(ago(new Date(then), now)).toBe(text);
});
