-- What a decommissioned node left in quarantine goes with it, in the scope of its tenant.
GRANT DELETE ON quarantined_message TO fleet_hub;
