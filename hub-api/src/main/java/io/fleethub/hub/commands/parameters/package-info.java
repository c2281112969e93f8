/**
 * Judges the parameters of a command before it is accepted: by the contract's schema of the operation, and by what the node
 * itself declared that it takes. Knows no ledger. Nodes judge again for themselves.
 */
@NullMarked
package io.fleethub.hub.commands.parameters;

import org.jspecify.annotations.NullMarked;
