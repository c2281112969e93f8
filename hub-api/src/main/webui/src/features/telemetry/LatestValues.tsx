import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client";
import { pollEvery } from "../../api/live";
import { Notice } from "../../ui/Notice";
import { When } from "../../ui/When";
import { formatMetric } from "./formatMetric";

/** The newest value of each metric of one node. */
export function LatestValues({ nodeId }: { nodeId: string }) {
  const latest = useQuery({
    queryKey: ["latest", nodeId],
    queryFn: () => unwrap(api.GET("/api/v1/nodes/{nodeId}/telemetry/latest", { params: { path: { nodeId } } })),
    refetchInterval: pollEvery(3_000),
  });
  const metrics = Object.entries(latest.data?.metrics ?? {}).sort(([a], [b]) => a.localeCompare(b));
  return (
    <section aria-labelledby="latest">
      <h2 id="latest">Latest values</h2>
      {latest.isError && <Notice kind="error" title={latest.error.message} />}
      {latest.isSuccess && metrics.length === 0 && <p className="quiet">No report has arrived yet.</p>}
      {metrics.length > 0 && (
        <dl className="metrics">
          {metrics.map(([name, { value, at }]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <span className="value">{formatMetric(name, value)}</span>
                <span className="quiet">
                  <When at={at} />
                </span>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
