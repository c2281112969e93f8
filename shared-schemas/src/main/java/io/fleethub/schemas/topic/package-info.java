/**
 * The topics of the contract. {@link io.fleethub.schemas.topic.Topics} is the only place where a topic is built, parsed
 * or turned into a filter; whoever else holds a topic string got it from there.
 */
@NullMarked
package io.fleethub.schemas.topic;

import org.jspecify.annotations.NullMarked;
