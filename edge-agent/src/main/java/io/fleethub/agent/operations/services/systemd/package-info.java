/** Services that are systemd units, asked about and acted on through {@code systemctl}. */
@NullMarked
package io.fleethub.agent.operations.services.systemd;

import org.jspecify.annotations.NullMarked;
