-- The newest report of each node and each set of names: what a node's latest values are made of when somebody asks. All
-- metrics of a set move together, so that the newest of its reports outdoes every older one in each of them; ingest
-- replaces one narrow row and reads nothing.
CREATE TABLE telemetry_newest (
    node_id       text NOT NULL,
    metric_set_id integer NOT NULL,
    -- of the names in "others"; empty when there are none
    others_sha256 bytea NOT NULL,
    tenant_id     uuid NOT NULL,
    corrected_at  timestamptz NOT NULL,
    -- 0 for a report without a number
    seq           bigint NOT NULL,
    received_at   timestamptz NOT NULL,
    numbers       float8[] NOT NULL,
    others        jsonb,
    PRIMARY KEY (node_id, metric_set_id, others_sha256)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
CALL protect_tenant_table('telemetry_newest');
GRANT SELECT, DELETE ON telemetry_newest TO fleet_hub;
GRANT SELECT, INSERT, UPDATE, DELETE ON telemetry_newest TO fleet_ingest;

INSERT INTO telemetry_newest
SELECT DISTINCT ON (node_id, metric_set_id, others_sha256)
    node_id, metric_set_id, others_sha256, tenant_id, corrected_at, coalesce(seq, 0), received_at, numbers, others
FROM telemetry_report
CROSS JOIN LATERAL (
    SELECT coalesce(sha256(convert_to(string_agg(name, E'\n' ORDER BY name COLLATE "C"), 'UTF8')), '') AS others_sha256
    FROM jsonb_object_keys(coalesce(others, '{}')) AS name) AS keys
WHERE corrected_at <= received_at + interval '1 min'
ORDER BY node_id, metric_set_id, others_sha256, corrected_at DESC, seq DESC;

-- As before: {name: [value, corrected time in microseconds, seq]}, and the time of the newest report. Of a name in several
-- sets the newest wins: jsonb_object_agg keeps the last.
DROP TABLE telemetry_latest;
CREATE VIEW telemetry_latest WITH (security_invoker = true) AS
SELECT newest.node_id, newest.tenant_id, newest.corrected_at, newest.seq, newest.received_at,
    (SELECT coalesce(jsonb_object_agg(name, jsonb_build_array(value, (extract(epoch FROM corrected_at) * 1000000)::bigint, seq)
            ORDER BY corrected_at, seq), '{}')
     FROM (
        SELECT m.name, to_jsonb(m.value) AS value, r.corrected_at, r.seq
        FROM telemetry_newest r JOIN metric_set s ON s.metric_set_id = r.metric_set_id
        CROSS JOIN LATERAL unnest(s.names, r.numbers) AS m (name, value)
        WHERE r.node_id = newest.node_id
        UNION ALL
        SELECT o.key, o.value, r.corrected_at, r.seq
        FROM telemetry_newest r CROSS JOIN LATERAL jsonb_each(r.others) AS o
        WHERE r.node_id = newest.node_id AND r.others IS NOT NULL) AS metrics) AS metrics
FROM (
    SELECT DISTINCT ON (node_id) node_id, tenant_id, corrected_at, seq, received_at
    FROM telemetry_newest ORDER BY node_id, corrected_at DESC, seq DESC) AS newest;
GRANT SELECT ON telemetry_latest TO fleet_hub, fleet_ingest;
