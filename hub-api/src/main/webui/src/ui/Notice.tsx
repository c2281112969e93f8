import type { ReactNode } from "react";

/** Loading, empty and error states look and are read out the same everywhere. */
export function Notice({ kind, title, children }: { kind: "loading" | "empty" | "error"; title: string; children?: ReactNode }) {
  return (
    <div className={`notice notice-${kind}`} role={kind === "error" ? "alert" : "status"}>
      <p>{title}</p>
      {children}
    </div>
  );
}
