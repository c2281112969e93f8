package io.fleethub.agent.broker;

import io.fleethub.schemas.topic.Channel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What waits for a place in flight, most urgent first, and what is in flight. The library throws when more is in flight
 * than the broker takes, so places are counted here. Confined to the connection's thread.
 */
final class PublishQueue {

    private static final List<Channel> URGENCY =
            List.of(Channel.STATUS, Channel.COMMAND_UPDATES, Channel.LOGS, Channel.TELEMETRY);
    private static final int WAITING_AT_MOST = 200;

    private final Map<Channel, Deque<Entry>> waiting = new EnumMap<>(Channel.class);
    private final List<Entry> inFlight = new ArrayList<>();
    private final int places;

    PublishQueue(int places) {
        this.places = places;
    }

    /** One publication and who waits for its outcome. */
    record Entry(Publication publication, CompletableFuture<PublishOutcome> outcome) {}

    void add(Entry entry) {
        Deque<Entry> sameChannel =
                waiting.computeIfAbsent(entry.publication().channel(), channel -> new ArrayDeque<>());
        if (sameChannel.size() >= WAITING_AT_MOST) {
            entry.outcome().complete(new PublishOutcome.NotSent("too many wait for the broker"));
        } else {
            sameChannel.add(entry);
        }
    }

    /** The next one to send now, which then is in flight; empty when none waits or all places are taken. */
    Optional<Entry> take() {
        if (inFlight.size() >= places) {
            return Optional.empty();
        }
        for (Channel channel : URGENCY) {
            Deque<Entry> entries = waiting.get(channel);
            if (entries != null && !entries.isEmpty()) {
                Entry entry = entries.remove();
                inFlight.add(entry);
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    void finish(Entry entry, PublishOutcome outcome) {
        if (inFlight.remove(entry)) {
            entry.outcome().complete(outcome);
        }
    }

    /** The connection has ended: what waits never left, of what is in flight nobody knows. */
    void clear(String why) {
        List<Entry> unknown = List.copyOf(inFlight);
        List<Entry> notSent = waiting.values().stream().flatMap(Deque::stream).toList();
        inFlight.clear();
        waiting.clear();
        unknown.forEach(entry -> entry.outcome().complete(new PublishOutcome.Unknown(why)));
        notSent.forEach(entry -> entry.outcome().complete(new PublishOutcome.NotSent(why)));
    }
}
