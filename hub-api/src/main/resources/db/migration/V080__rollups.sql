-- A number for each metric's name, so that the rows of the roll-ups need not repeat it.
CREATE TABLE metric_name (
    metric_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id uuid NOT NULL,
    name      text NOT NULL,
    UNIQUE (tenant_id, name)
);
CALL protect_tenant_table('metric_name');
CREATE POLICY worker_read ON metric_name FOR SELECT TO fleet_worker USING (true);
GRANT SELECT ON metric_name TO fleet_hub, fleet_worker;
GRANT SELECT, INSERT ON metric_name TO fleet_ingest;

INSERT INTO metric_name (tenant_id, name) SELECT DISTINCT tenant_id, unnest(names) FROM metric_set;
ALTER TABLE metric_set ADD COLUMN metric_ids integer[];
UPDATE metric_set s SET metric_ids = (
    SELECT coalesce(array_agg(m.metric_id ORDER BY u.position), '{}')
    FROM unnest(s.names) WITH ORDINALITY AS u (name, position)
    JOIN metric_name m ON m.tenant_id = s.tenant_id AND m.name = u.name);
ALTER TABLE metric_set ALTER COLUMN metric_ids SET NOT NULL;
CREATE POLICY worker_read ON metric_set FOR SELECT TO fleet_worker USING (true);
GRANT SELECT ON metric_set TO fleet_worker;

-- What became of a metric of a node in an hour, a day, a month (UTC).
CREATE TABLE telemetry_hourly (
    bucket    timestamptz NOT NULL,
    last_at   timestamptz NOT NULL,
    samples   bigint NOT NULL,
    lowest    float8 NOT NULL,
    highest   float8 NOT NULL,
    total     float8 NOT NULL,
    last      float8 NOT NULL,
    metric_id integer NOT NULL,
    tenant_id uuid NOT NULL,
    node_id   text NOT NULL,
    PRIMARY KEY (node_id, metric_id, bucket)
) WITH (fillfactor = 90);
CREATE TABLE telemetry_daily (LIKE telemetry_hourly INCLUDING ALL) WITH (fillfactor = 80);
CREATE TABLE telemetry_monthly (LIKE telemetry_hourly INCLUDING ALL) WITH (fillfactor = 80);
-- For retention. Many rows share each key, so the index stays small.
CREATE INDEX telemetry_hourly_age ON telemetry_hourly (metric_id, bucket);
CREATE INDEX telemetry_daily_age ON telemetry_daily (metric_id, bucket);
CREATE INDEX telemetry_monthly_age ON telemetry_monthly (metric_id, bucket);

-- Hours of nodes that got reports since they were rolled up last. Ingest only appends, so that it never waits here; a mark
-- is visible together with the reports it stands for, and one too many does no harm. Hubs share the work by shards.
CREATE TABLE telemetry_rollup_mark (
    shard     smallint GENERATED ALWAYS AS ((hashtext(node_id) & 15)::smallint) STORED,
    due_at    timestamptz NOT NULL,
    hour      timestamptz NOT NULL,
    tenant_id uuid NOT NULL,
    node_id   text NOT NULL
);
CREATE INDEX telemetry_rollup_mark_due ON telemetry_rollup_mark (shard, due_at);

DO $$
DECLARE
    protected regclass;
BEGIN
    FOREACH protected IN ARRAY ARRAY['telemetry_hourly', 'telemetry_daily', 'telemetry_monthly']::regclass[] LOOP
        CALL protect_tenant_table(protected);
        EXECUTE format('CREATE POLICY worker_all ON %s TO fleet_worker USING (true) WITH CHECK (true)', protected);
        EXECUTE format('GRANT SELECT, DELETE ON %s TO fleet_hub', protected);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO fleet_worker', protected);
    END LOOP;
END
$$;
CALL protect_tenant_table('telemetry_rollup_mark');
CREATE POLICY worker_all ON telemetry_rollup_mark TO fleet_worker USING (true) WITH CHECK (true);
GRANT SELECT, DELETE ON telemetry_rollup_mark TO fleet_hub;
GRANT SELECT, UPDATE, DELETE ON telemetry_rollup_mark TO fleet_worker;
GRANT INSERT ON telemetry_rollup_mark TO fleet_ingest;

CREATE POLICY worker_read ON telemetry_report FOR SELECT TO fleet_worker USING (true);
GRANT SELECT ON telemetry_report TO fleet_worker;

-- Reports before this time were dropped, so a roll-up from before it can no longer be made from them.
CREATE TABLE telemetry_dropped (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    before   timestamptz NOT NULL
);
INSERT INTO telemetry_dropped (before) VALUES ('-infinity');
GRANT SELECT ON telemetry_dropped TO fleet_hub, fleet_worker;

-- What was kept before there were roll-ups.
INSERT INTO telemetry_rollup_mark (due_at, hour, tenant_id, node_id)
SELECT DISTINCT now(), date_trunc('hour', corrected_at, 'UTC'), tenant_id, node_id FROM telemetry_report;

-- As before, and it remembers how far it went. It waits for no reader for long: everyone who comes after would wait too.
CREATE OR REPLACE FUNCTION drop_telemetry_before(day date) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public
    SET lock_timeout = '500ms'
AS $$
DECLARE
    low timestamptz := day::timestamp AT TIME ZONE 'UTC';
    partition text;
    dropped integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('telemetry_report partitions'));
    UPDATE public.telemetry_dropped SET before = low WHERE before < low;
    FOR partition IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'public.telemetry_report'::regclass
          AND c.relname ~ '^telemetry_report_[0-9]{8}$'
          AND to_date(right(c.relname, 8), 'YYYYMMDD') < day
    LOOP
        EXECUTE format('DROP TABLE public.%I', partition);
        dropped := dropped + 1;
    END LOOP;
    DELETE FROM public.telemetry_report_default WHERE corrected_at < low;
    RETURN dropped;
END
$$;
