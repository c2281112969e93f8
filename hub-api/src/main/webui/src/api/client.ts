import createClient, { type Middleware } from "openapi-fetch";
import { ApiError, type Problem } from "./problem";
import type { paths } from "./schema";
import { accessToken, renew } from "./session";

/** Adds the bearer token; when it has expired, renews it once and sends the request again. */
const bearer: Middleware = {
  onRequest({ request }) {
    const token = accessToken();
    if (token !== null) request.headers.set("authorization", `Bearer ${token}`);
    spare.set(request, request.clone());
    return request;
  },
  async onResponse({ request, response }) {
    const again = spare.get(request);
    if (response.status !== 401 || again === undefined || !(await renew())) return response;
    again.headers.set("authorization", `Bearer ${accessToken()}`);
    return fetch(again);
  },
};
const spare = new WeakMap<Request, Request>();

/** The hub's REST API, typed from its OpenAPI document (`npm run generate`). */
export const api = createClient<paths>({ baseUrl: "/" });
api.use(bearer);

/** The data of an answer, or an ApiError that says what the hub said. */
export async function unwrap<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new ApiError(response.status, (error ?? {}) as Problem);
  return data as T;
}
