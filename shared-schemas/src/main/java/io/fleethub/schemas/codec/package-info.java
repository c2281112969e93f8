/**
 * From bytes to messages and back. Size, then UTF-8, then JSON within its limits, then the record's own checks; whatever
 * fails becomes an {@link io.fleethub.schemas.codec.UnreadableMessageException} with a code and a readable detail.
 */
@NullMarked
package io.fleethub.schemas.codec;

import org.jspecify.annotations.NullMarked;
