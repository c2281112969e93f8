-- One row for each node, made with the node: what the hub believes of it now, and what it last said of itself.
CREATE TABLE node_presence (
    node_id            text PRIMARY KEY REFERENCES node ON DELETE CASCADE,
    tenant_id          uuid NOT NULL REFERENCES tenant,
    state              text NOT NULL CHECK (state IN ('NEVER_SEEN', 'ONLINE', 'LATE', 'OFFLINE', 'DISABLED')),
    reason             text NOT NULL,
    since              timestamptz NOT NULL,
    last_seen_at       timestamptz,
    -- The node's place in the order of its reports; null while it never numbered them.
    storage_id         text,
    session            bigint,
    n                  bigint,
    birth_n            bigint,
    session_ended      boolean NOT NULL DEFAULT false,
    -- A death without such a place takes effect later, unless something else comes before.
    death_at           timestamptz,
    death_reason       text,
    heartbeat_interval interval,
    -- When silence must be judged next; null when nothing is to be judged.
    due_at             timestamptz,
    remote_address     text,
    agent_version      text,
    hostname           text,
    boot_id            text,
    uptime_ms          bigint,
    clock_synced       boolean,
    status_sent_at     timestamptz,
    status_received_at timestamptz,
    born_at            timestamptz,
    os                 jsonb,
    addresses          jsonb,
    capabilities       jsonb,
    trusted_kids       jsonb,
    releases           jsonb,
    services           jsonb,
    config             jsonb,
    outbox             jsonb,
    errors             jsonb,
    CHECK ((storage_id IS NULL) = (session IS NULL)),
    CHECK ((death_at IS NULL) = (death_reason IS NULL))
) WITH (fillfactor = 70);
CREATE INDEX node_presence_due ON node_presence (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX node_presence_state ON node_presence (tenant_id, state, node_id);
CALL protect_tenant_table('node_presence');
CREATE POLICY worker_read ON node_presence FOR SELECT TO fleet_worker USING (true);
CREATE POLICY worker_update ON node_presence FOR UPDATE TO fleet_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON node_presence TO fleet_hub;
GRANT SELECT, UPDATE ON node_presence TO fleet_worker;

-- The history of states.
CREATE TABLE presence_change (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node_id   text NOT NULL REFERENCES node ON DELETE CASCADE,
    tenant_id uuid NOT NULL REFERENCES tenant,
    at        timestamptz NOT NULL,
    state     text NOT NULL,
    reason    text NOT NULL
);
CREATE INDEX presence_change_of_node ON presence_change (node_id, id DESC);
CREATE INDEX presence_change_at ON presence_change (at);
CALL protect_tenant_table('presence_change');
CREATE POLICY worker_read ON presence_change FOR SELECT TO fleet_worker USING (true);
CREATE POLICY worker_insert ON presence_change FOR INSERT TO fleet_worker WITH CHECK (true);
CREATE POLICY worker_delete ON presence_change FOR DELETE TO fleet_worker USING (true);
GRANT SELECT, INSERT ON presence_change TO fleet_hub;
GRANT SELECT, INSERT, DELETE ON presence_change TO fleet_worker;

-- Every storage that a node ever had: one that is known and not the current one never comes back.
CREATE TABLE node_storage (
    node_id       text NOT NULL REFERENCES node ON DELETE CASCADE,
    storage_id    text NOT NULL,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    first_seen_at timestamptz NOT NULL,
    PRIMARY KEY (node_id, storage_id)
);
CALL protect_tenant_table('node_storage');
GRANT SELECT, INSERT, DELETE ON node_storage TO fleet_hub;

-- A registered node has a presence from the first moment, in the same transaction.
CREATE FUNCTION begin_presence() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, public
AS $$
BEGIN
    INSERT INTO node_presence (node_id, tenant_id, state, reason, since)
    VALUES (NEW.node_id, NEW.tenant_id, 'NEVER_SEEN', 'REGISTERED', NEW.created_at);
    INSERT INTO presence_change (node_id, tenant_id, at, state, reason)
    VALUES (NEW.node_id, NEW.tenant_id, NEW.created_at, 'NEVER_SEEN', 'REGISTERED');
    RETURN NULL;
END
$$;
CREATE TRIGGER node_begins_presence AFTER INSERT ON node FOR EACH ROW EXECUTE FUNCTION begin_presence();

INSERT INTO node_presence (node_id, tenant_id, state, reason, since)
SELECT node_id, tenant_id, 'NEVER_SEEN', 'REGISTERED', created_at FROM node;
INSERT INTO presence_change (node_id, tenant_id, at, state, reason)
SELECT node_id, tenant_id, created_at, 'NEVER_SEEN', 'REGISTERED' FROM node;
