/**
 * Users, sign-in and tokens.
 *
 * <p>{@code POST auth/login} counts the attempt, checks the password (bcrypt, as long for unknown addresses as for known
 * ones) and gives two tokens: a short-lived access token (ES256 JWT, verified by every hub with the key of the database) and
 * a refresh token, of which the database keeps only the SHA-256. {@code auth/refresh} trades a refresh token for the next of
 * its family; a token that comes twice ends the family. {@code auth/logout} ends it on purpose.
 *
 * <p>Signing in happens before a tenant is known, so it works in {@code Scope.Platform}; all else here is of one tenant.
 */
@NullMarked
package io.fleethub.hub.auth;

import org.jspecify.annotations.NullMarked;
