-- The key of the secret that stays valid beside a new one.
ALTER TABLE node ADD COLUMN previous_https_key_sealed bytea;

-- Each nonce of a signed request is good once, for all hubs. Of no tenant: found by the node before its tenant is known.
CREATE TABLE request_nonce (
    node_id text NOT NULL REFERENCES node ON DELETE CASCADE,
    nonce   text NOT NULL,
    used_at timestamptz NOT NULL,
    PRIMARY KEY (node_id, nonce)
);
CREATE INDEX request_nonce_used ON request_nonce (used_at);
GRANT SELECT, INSERT, DELETE ON request_nonce TO fleet_worker;
