/**
 * The launch itself, in order ({@link io.fleethub.standalone.launch.Launcher}): take the data folder, end what a killed
 * launcher left, make secrets and certificates, choose ports, start PostgreSQL and make its roles, start broker and hub
 * beside each other, wait until each is healthy, start the demo's nodes, say READY. Then wait to be told to stop.
 */
@NullMarked
package io.fleethub.standalone.launch;

import org.jspecify.annotations.NullMarked;
