import { useSyncExternalStore } from "react";
import { ApiError, type Problem } from "./problem";

/**
 * Who is signed in. The access token lives in memory only; the refresh token is a cookie that scripts cannot read,
 * so a reload of the page signs in again by itself.
 */
export type Session = { state: "unknown" } | { state: "signed-out" } | { state: "signed-in"; accessToken: string };

let session: Session = { state: "unknown" };
let renewing: Promise<boolean> | null = null;
const listeners = new Set<() => void>();

function become(next: Session): void {
  session = next;
  listeners.forEach((listener) => listener());
}

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      if (session.state === "unknown") void renew();
      return () => listeners.delete(listener);
    },
    () => session,
  );
}

export function accessToken(): string | null {
  return session.state === "signed-in" ? session.accessToken : null;
}

export async function signIn(email: string, password: string): Promise<void> {
  const response = await post("/api/v1/auth/login", { email, password });
  if (!response.ok) throw new ApiError(response.status, await problemOf(response));
  become({ state: "signed-in", accessToken: (await response.json()).accessToken });
}

export async function signOut(): Promise<void> {
  await post("/api/v1/auth/logout", {});
  become({ state: "signed-out" });
}

/**
 * Trades the cookie for a new access token; requests that find theirs expired at the same time share one renewal. Tabs
 * take turns: a refresh token is good once, and using it twice looks like theft to the hub.
 */
export function renew(): Promise<boolean> {
  renewing ??= inTurn(() => post("/api/v1/auth/refresh", {}))
    .then(async (response) => {
      if (response.ok) become({ state: "signed-in", accessToken: (await response.json()).accessToken });
      else become({ state: "signed-out" });
      return response.ok;
    })
    .catch(() => {
      if (session.state === "unknown") become({ state: "signed-out" });
      return false;
    })
    .finally(() => {
      renewing = null;
    });
  return renewing;
}

async function inTurn(work: () => Promise<Response>): Promise<Response> {
  if (!navigator.locks) return work();
  return await navigator.locks.request("fleethub-refresh", work);
}

function post(path: string, body: object): Promise<Response> {
  const token = accessToken();
  return fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/json", ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return { title: response.statusText };
  }
}
