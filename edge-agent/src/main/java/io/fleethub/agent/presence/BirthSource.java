package io.fleethub.agent.presence;

import io.fleethub.schemas.message.StatusReport.Capability;
import io.fleethub.schemas.message.StatusReport.ServiceReport;
import java.util.List;

/** What commands and services put into the status reports. Asked on the scheduler's thread; must answer at once. */
public interface BirthSource {

    /** What this node can do, and with which parameters. */
    List<Capability> capabilities();

    /** The services on the allow-list, as last known. */
    List<ServiceReport> services();

    /** The ids of the hub's command keys that this node trusts. */
    List<String> trustedKids();
}
