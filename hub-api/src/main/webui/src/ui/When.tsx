import { ago } from "./ago";

/** A moment as "12 s ago", with the exact time in the reader's zone on hover. */
export function When({ at }: { at?: string | null }) {
  if (!at) return <span className="quiet">never</span>;
  const date = new Date(at);
  return (
    <time dateTime={at} title={date.toLocaleString(undefined, { timeZoneName: "short" })}>
      {ago(date, new Date())}
    </time>
  );
}
