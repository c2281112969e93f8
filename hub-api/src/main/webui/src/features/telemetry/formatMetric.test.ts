import { expect, test } from "vitest";
import { formatMetric } from "./formatMetric";

test.each([
  ["cpu.percent", 12.345, "12.3 %"],
  ["disk.free.bytes", 1536, "1.5 KiB"],
  ["mem.used.bytes", 12, "12 B"],
  ["temp.celsius", 48.26, "48.3 °C"],
  ["load.1m", 0.12345, "0.123"],
  ["door.open", true, "true"],
])("%s = %s reads %s", (name, value, text) => {
  expect(formatMetric(name, value)).toBe(text);
});
