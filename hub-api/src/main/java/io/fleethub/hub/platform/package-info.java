/**
 * What every feature stands on and that knows no feature: the scope of database work ({@code db}), problems and pages
 * ({@code http}), roles and keys ({@code security}) and the clock ({@code time}).
 *
 * <p>Here itself are only the interfaces that turn a dependency around: a feature implements them, a lower one calls them.
 */
@NullMarked
package io.fleethub.hub.platform;

import org.jspecify.annotations.NullMarked;
