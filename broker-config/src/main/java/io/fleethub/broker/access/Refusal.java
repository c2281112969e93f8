package io.fleethub.broker.access;

/** Why a connection is not let in. For the log only: a client learns no more than "not authorized". */
public enum Refusal {
    ANONYMOUS,
    NO_PASSWORD,
    MALFORMED_USER,
    RESERVED_USER,
    CLIENT_ID_NOT_OF_USER,
    UNKNOWN_NODE,
    WRONG_SECRET,
    WILL_NOT_ALLOWED
}
