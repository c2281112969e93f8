import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client";
import { pollEvery } from "../../api/live";

/** Milliseconds between two looks at the hub while a page is open and no event tells of changes. */
export const REFRESH = 3_000;

export interface NodeFilter {
  state?: string;
  segment?: string;
}

export function useNodes(filter: NodeFilter) {
  return useInfiniteQuery({
    queryKey: ["nodes", filter],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET("/api/v1/nodes", { params: { query: { limit: 100, cursor: pageParam, ...filter } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: pollEvery(REFRESH),
  });
}

export function useNode(nodeId: string) {
  return useQuery({
    queryKey: ["node", nodeId],
    queryFn: () => unwrap(api.GET("/api/v1/nodes/{nodeId}", { params: { path: { nodeId } } })),
    refetchInterval: pollEvery(REFRESH),
  });
}
