package io.fleethub.hub.nodes.signed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** What a signed HTTPS request of a node must keep to. */
@ConfigMapping(prefix = "fleet.nodes")
interface SignedRequestsConfig {

    /** How far the time of a signed request may be off the hub's clock. */
    @WithDefault("PT5M")
    Duration httpsClockWindow();

    /** How long a nonce is remembered; at least twice the clock window, or a request could be replayed. */
    @WithDefault("PT10M")
    Duration httpsNonceKept();

    /** Signed requests that may be refused within the failure window, of one node from one address; then 429. */
    @WithDefault("20")
    @Min(1) int httpsFailures();

    /** The same of one address, whatever node it names. */
    @WithDefault("200")
    @Min(1) int httpsAddressFailures();

    /** How long refused requests count. */
    @WithDefault("PT1M")
    Duration httpsFailureWindow();
}
