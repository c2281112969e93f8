-- Log texts that nodes were asked for. fleet_ingest takes the chunks in; it may write the fetch only to lock it and to
-- note its progress.
CREATE TABLE log_fetch (
    command_id uuid PRIMARY KEY,
    tenant_id  uuid NOT NULL REFERENCES tenant,
    node_id    text NOT NULL REFERENCES node,
    source     text NOT NULL,
    asked_at   timestamptz NOT NULL
);
CREATE INDEX log_fetch_of_node ON log_fetch (node_id, command_id);
CALL protect_tenant_table('log_fetch');
GRANT SELECT, INSERT, DELETE ON log_fetch TO fleet_hub;
GRANT SELECT ON log_fetch TO fleet_ingest;

-- The text of one attempt, as its first chunk announced it.
CREATE TABLE log_transfer (
    command_id   uuid NOT NULL REFERENCES log_fetch ON DELETE CASCADE,
    attempt      integer NOT NULL CHECK (attempt >= 1),
    tenant_id    uuid NOT NULL REFERENCES tenant,
    total        integer NOT NULL CHECK (total >= 1),
    sha256       text NOT NULL,
    chunks       integer NOT NULL DEFAULT 0,
    gzip_bytes   bigint NOT NULL DEFAULT 0,
    -- Set together once all chunks are there and their hash agrees.
    completed_at timestamptz,
    lines        bigint,
    bytes        bigint,
    -- All chunks are there and they are not what was announced.
    broken       text,
    PRIMARY KEY (command_id, attempt),
    CHECK ((completed_at IS NULL) = (lines IS NULL) AND (completed_at IS NULL) = (bytes IS NULL))
);
CALL protect_tenant_table('log_transfer');
GRANT SELECT, DELETE ON log_transfer TO fleet_hub;
GRANT SELECT, INSERT, UPDATE ON log_transfer TO fleet_ingest;

CREATE TABLE log_chunk (
    command_id  uuid NOT NULL,
    attempt     integer NOT NULL,
    chunk_index integer NOT NULL CHECK (chunk_index >= 0),
    tenant_id   uuid NOT NULL REFERENCES tenant,
    data        bytea NOT NULL,
    PRIMARY KEY (command_id, attempt, chunk_index),
    FOREIGN KEY (command_id, attempt) REFERENCES log_transfer ON DELETE CASCADE
);
-- It is compressed already.
ALTER TABLE log_chunk ALTER COLUMN data SET STORAGE EXTERNAL;
CALL protect_tenant_table('log_chunk');
GRANT SELECT, DELETE ON log_chunk TO fleet_hub;
GRANT SELECT, INSERT ON log_chunk TO fleet_ingest;
