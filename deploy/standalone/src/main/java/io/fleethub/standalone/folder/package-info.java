/**
 * The data folder: one launcher at a time holds it ({@link io.fleethub.standalone.folder.DataFolder}), and {@link
 * io.fleethub.standalone.folder.Secrets} makes at the first start what the processes must know of each other.
 *
 * <pre>
 * postgres/   the embedded database        secrets/  one file of mode 600 each
 * pki/        CA and server certificate    app/      copies of what was built, so that a build beside it does no harm
 * broker/ hub/ nodes/ID/                   what the processes keep
 * logs/       one capped file a process    run/      lock, and the process ids of the children
 * ready.json  while the fleet runs
 * </pre>
 */
@NullMarked
package io.fleethub.standalone.folder;

import org.jspecify.annotations.NullMarked;
