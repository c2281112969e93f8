-- Keeps nodes from being decommissioned until the caller's transaction ends, and tells which of them there are. One whose
-- decommissioning is under way counts as gone already: nobody waits for it.
CREATE FUNCTION hold_nodes(wanted text[]) RETURNS SETOF text
    LANGUAGE sql SECURITY DEFINER
    SET search_path = pg_catalog, public
AS $$
    SELECT node_id FROM public.node WHERE node_id = ANY (wanted) ORDER BY node_id COLLATE "C" FOR KEY SHARE SKIP LOCKED
$$;
REVOKE ALL ON FUNCTION hold_nodes(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hold_nodes(text[]) TO fleet_ingest, fleet_worker;
