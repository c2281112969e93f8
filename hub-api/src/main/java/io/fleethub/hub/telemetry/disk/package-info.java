/** How much disk telemetry takes, and how much it will take; measured from whole days, never counted while reports come in. */
@NullMarked
package io.fleethub.hub.telemetry.disk;

import org.jspecify.annotations.NullMarked;
