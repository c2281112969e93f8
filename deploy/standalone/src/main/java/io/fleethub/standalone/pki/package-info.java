/**
 * The certificates of the TLS listeners: a CA of this data folder's own and a server certificate signed by it ({@link
 * io.fleethub.standalone.pki.Pki}), or files that the operator gave. Nodes pin the CA, never the server's certificate,
 * so that this can be renewed beneath them.
 */
@NullMarked
package io.fleethub.standalone.pki;

import org.jspecify.annotations.NullMarked;
