/** The identities that cross a process boundary: value types, validated once in their constructor. */
@NullMarked
package io.fleethub.schemas;

import org.jspecify.annotations.NullMarked;
