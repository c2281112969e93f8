-- When the broker last said that it had slowed or refused the node, and how often in the minute before.
ALTER TABLE node_presence
    ADD COLUMN quota_exceeded_at timestamptz,
    ADD COLUMN quota_refused     integer,
    ADD CHECK ((quota_exceeded_at IS NULL) = (quota_refused IS NULL));
