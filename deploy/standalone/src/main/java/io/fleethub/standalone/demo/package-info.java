/**
 * The demo's nodes, as real as any: registered through the REST API, with a secret, the hub's command keys and the CA
 * to pin, each supervising a small service. What is in {@code DIR/nodes} is used again at the next start.
 */
@NullMarked
package io.fleethub.standalone.demo;

import org.jspecify.annotations.NullMarked;
