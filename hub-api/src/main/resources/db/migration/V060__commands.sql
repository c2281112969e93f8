-- The ledger of commands. Every change of a node's commands is made under the lock of its row in command_queue, taken
-- first: that is what keeps one command in flight and the quota exact with any number of hubs.
CREATE TABLE command_queue (
    node_id   text PRIMARY KEY REFERENCES node,
    tenant_id uuid NOT NULL REFERENCES tenant,
    -- When the dispatcher has to look at the node again; null while nothing but an event can change anything.
    due_at    timestamptz
);
CREATE INDEX command_queue_due ON command_queue (due_at) WHERE due_at IS NOT NULL;
CALL protect_tenant_table('command_queue');
CREATE POLICY worker_read ON command_queue FOR SELECT TO fleet_worker USING (true);
CREATE POLICY worker_update ON command_queue FOR UPDATE TO fleet_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON command_queue TO fleet_hub;
GRANT SELECT, UPDATE ON command_queue TO fleet_worker;

CREATE TABLE command (
    command_id         uuid PRIMARY KEY,
    tenant_id          uuid NOT NULL REFERENCES tenant,
    node_id            text NOT NULL REFERENCES node,
    operation          text NOT NULL,
    parameters         jsonb NOT NULL,
    priority           smallint NOT NULL CHECK (priority BETWEEN 0 AND 9),
    emergency          boolean NOT NULL,
    created_at         timestamptz NOT NULL,
    created_by         text NOT NULL,
    start_by           timestamptz NOT NULL,
    run_for_millis     bigint NOT NULL CHECK (run_for_millis > 0),
    status             text NOT NULL CHECK (status IN ('QUEUED', 'SENT', 'DELIVERED', 'IN_PROGRESS', 'CANCELING',
                           'SUCCEEDED', 'FAILED', 'REJECTED', 'EXPIRED', 'TIMED_OUT', 'CANCELED')),
    attempt            integer NOT NULL CHECK (attempt >= 1),
    max_attempts       integer NOT NULL CHECK (max_attempts >= 1),
    -- False while the node had not told its capabilities when the command was accepted.
    capability_checked boolean NOT NULL,
    -- It holds its node's one place in its lane: published, or just being published, and not final.
    in_flight          boolean NOT NULL DEFAULT false,
    -- Any attempt may have left the hub. Set before publishing: a hub that dies in between does not know.
    ever_published     boolean NOT NULL DEFAULT false,
    -- These four are of the current attempt.
    published_at       timestamptz,
    published_storage  text,
    resend             boolean NOT NULL DEFAULT false,
    run_deadline       timestamptz,
    -- A result that waits until all that it promises is stored.
    held_result        jsonb,
    held_until         timestamptz,
    progress           jsonb,
    reason_code        text,
    reason_detail      text,
    result             jsonb,
    late_result        jsonb,
    finished_at        timestamptz,
    version            integer NOT NULL,
    CHECK (NOT in_flight OR status IN ('QUEUED', 'SENT', 'DELIVERED', 'IN_PROGRESS', 'CANCELING')),
    CHECK ((finished_at IS NULL) = (status IN ('QUEUED', 'SENT', 'DELIVERED', 'IN_PROGRESS', 'CANCELING')))
);
CREATE UNIQUE INDEX command_one_in_flight ON command (node_id, emergency) WHERE in_flight;
-- A node's history grows; what it still has to do stays small and has indexes of its own.
CREATE INDEX command_open ON command (node_id) WHERE finished_at IS NULL;
CREATE INDEX command_waiting ON command (node_id, emergency, priority DESC, created_at, command_id)
    WHERE finished_at IS NULL AND NOT in_flight;
CREATE INDEX command_start_by ON command (start_by) WHERE status IN ('QUEUED', 'SENT', 'DELIVERED', 'CANCELING');
CREATE INDEX command_run_deadline ON command (run_deadline) WHERE finished_at IS NULL AND run_deadline IS NOT NULL;
CREATE INDEX command_held ON command (held_until) WHERE held_until IS NOT NULL;
CREATE INDEX command_of_node ON command (node_id, command_id);
CREATE INDEX command_of_tenant ON command (tenant_id, command_id);
CALL protect_tenant_table('command');
CREATE POLICY worker_read ON command FOR SELECT TO fleet_worker USING (true);
CREATE POLICY worker_update ON command FOR UPDATE TO fleet_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON command TO fleet_hub;
GRANT SELECT, UPDATE ON command TO fleet_worker;

-- What happened to each command, append only. from = to is a note that moved nothing.
CREATE TABLE command_change (
    change_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id     uuid NOT NULL REFERENCES tenant,
    command_id    uuid NOT NULL REFERENCES command ON DELETE CASCADE,
    at            timestamptz NOT NULL,
    attempt       integer NOT NULL,
    from_status   text,
    to_status     text NOT NULL,
    actor         text NOT NULL,
    -- The status in the node's own words, when the change is its answer.
    answered      text,
    reason_code   text,
    reason_detail text
);
CREATE INDEX command_change_of_command ON command_change (command_id, change_id);
CALL protect_tenant_table('command_change');
CREATE POLICY worker_insert ON command_change FOR INSERT TO fleet_worker WITH CHECK (true);
CREATE POLICY worker_read ON command_change FOR SELECT TO fleet_worker USING (true);
GRANT SELECT, INSERT ON command_change TO fleet_hub, fleet_worker;
