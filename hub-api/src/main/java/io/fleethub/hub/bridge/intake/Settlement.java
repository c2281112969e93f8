package io.fleethub.hub.bridge.intake;

import io.fleethub.hub.bridge.mqtt.Received;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** The end of every message: read, quarantined where nothing else helps, acknowledged. Thread-safe. */
final class Settlement {

    private static final Logger LOG = Logger.getLogger(Settlement.class);

    private final MessageReader reader;
    private final Persistence persistence;
    private final Quarantine quarantine;
    private final Counter acknowledged;
    private final Counter late;

    Settlement(MessageReader reader, Persistence persistence, Quarantine quarantine, MeterRegistry metrics) {
        this.reader = reader;
        this.persistence = persistence;
        this.quarantine = quarantine;
        this.acknowledged = metrics.counter("fleet_bridge_acknowledged");
        this.late = metrics.counter("fleet_bridge_late_acknowledgements");
    }

    /** Reads a message, however long the directory is away; what cannot be read at all is poison. */
    Reading read(Received received) {
        AtomicReference<Reading> reading = new AtomicReference<>();
        Optional<RuntimeException> failure =
                persistence.run("reading a message", () -> reading.set(reader.read(received)));
        return failure.<Reading>map(e -> Quarantine.poison(null, e)).orElseGet(reading::get);
    }

    /** Tries until it is done. @return why it can never be */
    Optional<RuntimeException> attempt(String what, Runnable work) {
        return persistence.run(what, work);
    }

    /** Sets a message aside, however long the database is away. Only what even the quarantine refuses is given up, and logged. */
    void quarantine(Received received, Reading.Poison poison) {
        persistence
                .run("quarantine", () -> quarantine.keep(received, poison))
                .ifPresent(e -> LOG.errorf(
                        e, "a message on %s is lost, not even the quarantine takes it: %s", received.topic(), poison));
    }

    void acknowledge(List<Received> messages) {
        for (Received message : messages) {
            (message.acknowledge() ? acknowledged : late).increment();
        }
    }
}
