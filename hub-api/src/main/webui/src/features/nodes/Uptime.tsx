import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "../../api/client";

const DAYS = 30;
const REFRESH = 60_000;

/** The share of the time in which the node was there, as a whole and day by day. */
export function Uptime({ nodeId }: { nodeId: string }) {
  const presence = useQuery({
    queryKey: ["presence", nodeId],
    queryFn: () =>
      unwrap(api.GET("/api/v1/nodes/{nodeId}/presence", { params: { path: { nodeId }, query: { limit: 1 } } })),
    refetchInterval: REFRESH,
  });
  const days = presence.data?.days?.slice(0, DAYS) ?? [];
  if (days.length === 0) return null;
  return (
    <section aria-labelledby="uptime">
      <h2 id="uptime">Uptime</h2>
      <p>
        <strong>{percent(presence.data?.uptimeShare)}</strong>{" "}
        <span className="quiet">of the time since it was registered, at most {DAYS} days</span>
      </p>
      <ol className="uptime" reversed>
        {days.map(({ day, uptimeShare }) => (
          <li key={day} title={`${day}: ${percent(uptimeShare)}`}>
            <span className="bar-of-day" style={{ height: `${Math.max(4, (uptimeShare ?? 0) * 100)}%` }} />
            <span className="visually-hidden">
              {day}: {percent(uptimeShare)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Rounded down, so that only a whole day says 100 %. */
function percent(share = 0): string {
  return `${Math.floor(share * 1_000) / 10} %`;
}
