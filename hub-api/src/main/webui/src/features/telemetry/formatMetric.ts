const BINARY = ["B", "KiB", "MiB", "GiB", "TiB"];

/** A metric's value with the unit that its name tells: `.bytes`, `.percent`, `.celsius`. */
export function formatMetric(name: string, value: unknown): string {
  if (typeof value !== "number") return String(value);
  if (name.endsWith(".bytes")) return bytes(value);
  if (name.endsWith(".percent") || name.endsWith("percent")) return `${rounded(value, 1)} %`;
  if (name.endsWith(".celsius")) return `${rounded(value, 1)} °C`;
  return rounded(value, 3);
}

function bytes(value: number): string {
  let step = 0;
  let rest = value;
  while (Math.abs(rest) >= 1024 && step < BINARY.length - 1) {
    rest /= 1024;
    step += 1;
  }
  return `${rounded(rest, step === 0 ? 0 : 1)} ${BINARY[step]}`;
}

function rounded(value: number, digits: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: digits });
}
