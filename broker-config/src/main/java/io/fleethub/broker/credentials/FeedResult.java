package io.fleethub.broker.credentials;

/** How one request to the feed ended. */
sealed interface FeedResult {

    record Changed(FeedAnswer answer) implements FeedResult {}

    record Unchanged() implements FeedResult {}

    /** No answer that could be used; what is in force stays. */
    record Failed(String reason) implements FeedResult {}
}
