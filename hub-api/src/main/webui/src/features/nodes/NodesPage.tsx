import { useState } from "react";
import { Link } from "react-router";
import { useLive } from "../../api/live";
import { Notice } from "../../ui/Notice";
import { StateBadge } from "../../ui/StateBadge";
import { When } from "../../ui/When";
import { type NodeFilter, useNodes } from "./queries";
import { reasonText } from "./reasonText";

const STATES = ["ONLINE", "LATE", "OFFLINE", "NEVER_SEEN", "DISABLED"];

export function NodesPage() {
  const [filter, setFilter] = useState<NodeFilter>({});
  const nodes = useNodes(filter);
  useLive({ types: "presence" });
  const rows = nodes.data?.pages.flatMap((page) => page.items ?? []) ?? [];
  return (
    <>
      <div className="heading">
        <h1>Nodes</h1>
        <label className="inline">
          State
          <select value={filter.state ?? ""} onChange={(e) => setFilter(e.target.value ? { state: e.target.value } : {})}>
            <option value="">all</option>
            {STATES.map((state) => (
              <option key={state}>{state}</option>
            ))}
          </select>
        </label>
      </div>
      {nodes.isError && <Notice kind="error" title={nodes.error.message} />}
      {nodes.isPending && <Notice kind="loading" title="Loading the nodes…" />}
      {nodes.isSuccess && rows.length === 0 && (
        <Notice kind="empty" title={filter.state ? `No node is ${filter.state}.` : "No node is registered yet."}>
          {!filter.state && (
            <p>
              Register one with <code>POST /api/v1/nodes</code>, then start an agent with the secret it returns.
            </p>
          )}
        </Notice>
      )}
      {rows.length > 0 && (
        <div className="table-frame">
          <table>
            <thead>
              <tr>
                <th scope="col">Node</th>
                <th scope="col">State</th>
                <th scope="col">Why</th>
                <th scope="col">Last seen</th>
                <th scope="col">Role</th>
                <th scope="col">Segment</th>
                <th scope="col">Agent</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((node) => (
                <tr key={node.nodeId}>
                  <th scope="row">
                    <Link to={`/nodes/${node.nodeId}`}>{node.nodeId}</Link>
                    {node.name && node.name !== node.nodeId && <span className="quiet"> {node.name}</span>}
                  </th>
                  <td>
                    <StateBadge state={node.presence?.state ?? "NEVER_SEEN"} />
                  </td>
                  <td className="quiet">{reasonText(node.presence?.reason)}</td>
                  <td>
                    <When at={node.presence?.lastSeenAt} />
                  </td>
                  <td>{node.role}</td>
                  <td>{node.segment}</td>
                  <td>{node.agentVersion}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {nodes.hasNextPage && (
        <button type="button" onClick={() => void nodes.fetchNextPage()} disabled={nodes.isFetchingNextPage}>
          Show more
        </button>
      )}
    </>
  );
}
