package io.fleethub.broker.access;

/** What becomes of an attempt to connect. */
public sealed interface Decision {

    /**
     * @param secretSha256 the hash of the secret that opened the session; the session ends when it is no longer good
     */
    record Accept(Identity identity, String secretSha256) implements Decision {}

    record Refuse(Refusal reason) implements Decision {}
}
