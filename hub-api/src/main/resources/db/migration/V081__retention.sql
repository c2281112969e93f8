-- How long roll-ups of a tenant's metrics are kept, by patterns of their names; what is not here is a default of the hub.
CREATE TABLE retention_class (
    tenant_id    uuid NOT NULL REFERENCES tenant,
    pattern      text NOT NULL CHECK (length(pattern) BETWEEN 1 AND 200),
    hourly_days  integer NOT NULL CHECK (hourly_days > 0),
    daily_days   integer NOT NULL CHECK (daily_days >= hourly_days),
    -- null: for ever
    monthly_days integer CHECK (monthly_days >= daily_days),
    PRIMARY KEY (tenant_id, pattern)
);
CALL protect_tenant_table('retention_class');
CREATE POLICY worker_read ON retention_class FOR SELECT TO fleet_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON retention_class TO fleet_hub;
GRANT SELECT ON retention_class TO fleet_worker;

-- Finished commands go with their history, fetched logs with their chunks.
CREATE INDEX command_finished ON command (finished_at) WHERE finished_at IS NOT NULL;
CREATE POLICY worker_prune ON command FOR DELETE TO fleet_worker USING (finished_at IS NOT NULL);
GRANT DELETE ON command TO fleet_worker;
CREATE INDEX log_fetch_asked ON log_fetch (asked_at);
CREATE POLICY worker_read ON log_fetch FOR SELECT TO fleet_worker USING (true);
CREATE POLICY worker_prune ON log_fetch FOR DELETE TO fleet_worker USING (true);
GRANT SELECT, DELETE ON log_fetch TO fleet_worker;

-- Whoever waits for a lock makes all who come later wait too: better to try again soon.
ALTER FUNCTION make_telemetry_partition(date) SET lock_timeout = '500ms';
