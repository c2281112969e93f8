const TEXTS: Record<string, string> = {
  HEARTBEAT: "heartbeats arrive",
  NO_STATUS: "telemetry arrives, heartbeats do not",
  HTTPS_ONLY: "reports by HTTPS only",
  TELEMETRY: "telemetry arrives again",
  IDENTITY_SHARED: "several machines use its identity",
  SHUTDOWN: "was shut down on purpose",
  REBOOT: "is rebooting",
  UPDATE: "is updating itself",
  CONNECTION_LOST: "the broker lost its connection",
  SILENT: "nothing was heard for too long",
  REVOKED: "its secret was revoked",
};

/** The reason code of a presence as a few words; an unknown code is shown as it is. */
export function reasonText(code?: string | null): string {
  if (!code) return "";
  return TEXTS[code] ?? code;
}
