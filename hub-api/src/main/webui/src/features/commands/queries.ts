import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client";
import { pollEvery } from "../../api/live";
import type { components } from "../../api/schema";

export type Command = components["schemas"]["CommandView"];

/** Statuses after which nothing more happens to a command. */
export const FINAL = new Set(["SUCCEEDED", "FAILED", "REJECTED", "TIMED_OUT", "EXPIRED", "CANCELED"]);

const SHOWN = 10;
const REFRESH = 2_000;

/**
 * The newest commands of a node, whole. The list tells what moved; a command is asked for again only when its status
 * has changed.
 */
export function useNodeCommands(nodeId: string) {
  const list = useQuery({
    queryKey: ["commands", nodeId],
    queryFn: () =>
      unwrap(api.GET("/api/v1/nodes/{nodeId}/commands", { params: { path: { nodeId }, query: { limit: SHOWN } } })),
    refetchInterval: pollEvery(REFRESH),
  });
  const commands = useQueries({
    queries: (list.data?.items ?? []).map(({ commandId, status }) => ({
      queryKey: ["command", commandId, status],
      queryFn: () => unwrap(api.GET("/api/v1/commands/{commandId}", { params: { path: { commandId } } })),
      staleTime: Infinity,
    })),
    combine: (results) => results.flatMap((result) => result.data ?? []),
  });
  return { commands, error: list.error, isSuccess: list.isSuccess };
}

export function useSubmitCommand(nodeId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (command: { operation: string; parameters: Record<string, unknown> }) =>
      unwrap(api.POST("/api/v1/nodes/{nodeId}/commands", { params: { path: { nodeId } }, body: command })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["commands", nodeId] }),
  });
}
