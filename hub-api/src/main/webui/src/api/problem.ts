/** An RFC 9457 problem as the hub sends it. */
export interface Problem {
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  errors?: { field: string; message: string }[];
  requestId?: string;
}

/** A request that the hub answered with a problem; its message is fit to be shown. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(describe(status, problem));
    this.name = "ApiError";
  }
}

export function describe(status: number, problem: Problem): string {
  const fields = (problem.errors ?? []).map((e) => `${e.field}: ${e.message}`).join("; ");
  const text = problem.detail ?? problem.title ?? `The hub answered with status ${status}.`;
  return fields === "" ? text : `${text} (${fields})`;
}
