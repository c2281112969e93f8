import { expect, it } from "vitest";
import { driftText } from "./driftText";

it.each([
  [undefined, null],
  [-999, "right"],
  [1_400, "1 s ahead"],
  [-75_000, "75 s behind"],
  [3_600_000, "60 min ahead"],
  [-86_400_000, "24 h behind"],
])("says that %s ms are %s", (millis, text) => {
  expect(driftText(millis)).toBe(text);
});
