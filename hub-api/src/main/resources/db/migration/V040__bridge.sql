-- Messages that can never be handled. The same content of a node for the same reason counts up instead of filling the table.
-- Without a tenant when the node is not known; only the platform's own roles see those.
CREATE TABLE quarantined_message (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node_id           text NOT NULL,
    tenant_id         uuid,
    topic             text NOT NULL,
    reason            text NOT NULL,
    detail            text NOT NULL,
    bytes             integer NOT NULL,
    sha256            bytea NOT NULL,
    head              bytea NOT NULL CHECK (length(head) <= 4096),
    occurrences       bigint NOT NULL DEFAULT 1,
    first_received_at timestamptz NOT NULL,
    last_received_at  timestamptz NOT NULL,
    UNIQUE (node_id, sha256, reason)
);
CREATE INDEX quarantined_message_of_node ON quarantined_message (node_id, id);
CREATE INDEX quarantined_message_of_tenant ON quarantined_message (tenant_id, id);
CALL protect_tenant_table('quarantined_message');
GRANT SELECT ON quarantined_message TO fleet_hub;
GRANT SELECT, INSERT, UPDATE, DELETE ON quarantined_message TO fleet_ingest;

-- The last probe of each hub that came through the whole path, and the times in which none did.
CREATE TABLE bridge_canary (
    instance  text PRIMARY KEY,
    number    bigint NOT NULL,
    passed_at timestamptz NOT NULL
);
CREATE TABLE bridge_blind (
    from_at  timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    CHECK (from_at <= until_at)
);
CREATE INDEX bridge_blind_until ON bridge_blind (until_at);
GRANT SELECT, INSERT, UPDATE ON bridge_canary TO fleet_ingest;
GRANT SELECT, INSERT, DELETE ON bridge_blind TO fleet_ingest;
