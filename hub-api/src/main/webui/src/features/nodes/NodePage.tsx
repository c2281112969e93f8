import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import { useLive } from "../../api/live";
import { Notice } from "../../ui/Notice";
import { StateBadge } from "../../ui/StateBadge";
import { When } from "../../ui/When";
import { driftText } from "./driftText";
import { useNode } from "./queries";
import { Uptime } from "./Uptime";
import { reasonText } from "./reasonText";

interface Slots {
  /** The buttons of one service; they belong to the commands feature. */
  serviceActions: (nodeId: string, service: string) => ReactNode;
  /** What other features show of this node, below its own facts. */
  sections: (nodeId: string) => ReactNode;
}

export function NodePage({ serviceActions, sections }: Slots) {
  const { nodeId = "" } = useParams();
  const query = useNode(nodeId);
  useLive({ node: nodeId });
  if (query.isPending) return <Notice kind="loading" title={`Loading ${nodeId}…`} />;
  if (query.isError)
    return (
      <Notice kind="error" title={query.error.message}>
        <Link to="/nodes">Back to the nodes</Link>
      </Notice>
    );
  const node = query.data;
  const services = node.services ?? [];
  return (
    <>
      <nav aria-label="Breadcrumb">
        <Link to="/nodes">Nodes</Link> / {node.nodeId}
      </nav>
      <div className="heading">
        <h1>{node.name || node.nodeId}</h1>
        <StateBadge state={node.presence?.state ?? "NEVER_SEEN"} />
        <span className="quiet">
          {reasonText(node.presence?.reason)} · last seen <When at={node.presence?.lastSeenAt} />
        </span>
      </div>
      {node.presence?.reason === "IDENTITY_SHARED" && (
        <Notice kind="error" title="Several machines use this node's identity and take each other over.">
          <p>
            Give each machine a node of its own, and delete the storage that was copied with the disk. Seen last{" "}
            <When at={node.presence.identitySharedAt} />.
          </p>
        </Notice>
      )}
      <section aria-labelledby="facts">
        <h2 id="facts">Machine</h2>
        <dl className="facts">
          <Fact name="Host name" value={node.hostname} />
          <Fact name="Addresses" value={node.addresses?.join(", ")} />
          <Fact name="Seen from" value={node.remoteAddress} />
          <Fact name="Agent" value={node.agentVersion} />
          <Fact name="Clock" value={driftText(node.clock?.driftMs)} />
          <Fact name="Role" value={node.role} />
          <Fact name="Segment" value={node.segment} />
          <Fact name="Location" value={node.location} />
          <Fact name="Tags" value={node.tags?.join(", ")} />
        </dl>
      </section>
      <Uptime nodeId={node.nodeId} />
      <section aria-labelledby="services">
        <h2 id="services">Services</h2>
        {services.length === 0 && <p className="quiet">This node declares no services.</p>}
        <ul className="services">
          {services.map((service) => (
            <li key={service.service}>
              <strong>{service.service}</strong> <StateBadge state={service.state ?? "UNKNOWN"} />
              <span className="quiet">
                since <When at={service.since} />
              </span>
              {serviceActions(node.nodeId, service.service)}
            </li>
          ))}
        </ul>
      </section>
      {sections(node.nodeId)}
    </>
  );
}

function Fact({ name, value }: { name: string; value?: string | null }) {
  if (!value) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
