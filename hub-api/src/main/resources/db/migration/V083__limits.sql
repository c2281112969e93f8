-- Which sets of names each node used lately: what limits how many it may open.
CREATE TABLE node_metric_set (
    node_id       text NOT NULL,
    metric_set_id integer NOT NULL,
    tenant_id     uuid NOT NULL,
    used_on       date NOT NULL,
    PRIMARY KEY (node_id, metric_set_id)
);
CREATE INDEX node_metric_set_used ON node_metric_set (used_on);
CALL protect_tenant_table('node_metric_set');
CREATE POLICY worker_prune ON node_metric_set TO fleet_worker USING (true);
GRANT SELECT, DELETE ON node_metric_set TO fleet_hub, fleet_worker;
GRANT SELECT, INSERT, UPDATE ON node_metric_set TO fleet_ingest;

-- A stream that is not used for long goes. No index: it would cost every commit more than it saves.
ALTER TABLE telemetry_stream ADD COLUMN used_at timestamptz NOT NULL DEFAULT now();
CREATE POLICY worker_prune ON telemetry_stream TO fleet_worker USING (true);
GRANT SELECT, DELETE ON telemetry_stream TO fleet_worker;

-- For the answer to a stream that may not be opened.
CREATE INDEX refused_report_of_stream ON refused_report (node_id, stream_id) WHERE reason = 'QUOTA_EXCEEDED';
GRANT SELECT (node_id, stream_id, seq, reason) ON refused_report TO fleet_ingest;
