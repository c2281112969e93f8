package io.fleethub.standalone.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RolesTest {
    private final Roles roles = new Roles(Map.of(
            "fleet_owner", "ownerPassword1",
            "fleet_hub", "hubPassword1",
            "fleet_ingest", "ingestPassword1",
            "fleet_verifier", "verifierPassword1"));

    @Test
    void theScriptToRunHasThePasswordsAndTheOneToShowHasNone() {
        assertThat(roles.script()).contains("PASSWORD 'ownerPassword1'").doesNotContain("PASSWORD :");
        assertThat(roles.scriptWithoutPasswords())
                .contains("PASSWORD :'owner_password'")
                .doesNotContain("Password1");
    }
}
