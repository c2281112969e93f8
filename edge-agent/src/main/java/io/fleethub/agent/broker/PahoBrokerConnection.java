package io.fleethub.agent.broker;

import io.fleethub.agent.config.BrokerConfig;
import io.fleethub.agent.scheduling.AgentThread;
import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.signature.NodeSecret;
import io.fleethub.schemas.topic.Channel;
import io.fleethub.schemas.topic.Topics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection with Paho, or tries to. All state is confined to its own thread, {@code agent-broker}; the library
 * is made anew for each attempt, so that nothing of a lost connection is sent on the next one.
 */
public final class PahoBrokerConnection implements BrokerConnection {

    private static final Logger LOG = LoggerFactory.getLogger(PahoBrokerConnection.class);
    /** What an attempt waits for in turn: the handshake, the CONNACK and the SUBACK. */
    private static final int ANSWERS = 3;

    private final NodeId nodeId;
    private final NodeSecret secret;
    private final BrokerConfig config;
    private final SessionSource sessions;
    private final SocketFactory sockets;
    private final ReconnectBackoff backoff;
    private final AgentThread thread = new AgentThread("agent-broker");
    private final Map<Channel, Consumer<IncomingMessage>> handlers = new EnumMap<>(Channel.class);
    private final List<Listener> listeners = new ArrayList<>();
    private final PublishQueue queue;
    private final SessionEvents events = new SessionEvents();

    private volatile ConnectionHealth health = ConnectionHealth.begin(System.nanoTime());
    private @Nullable PahoSession current;
    private long readySinceNanos;

    /** @throws io.fleethub.agent.config.ConfigException when the authorities cannot be read */
    public PahoBrokerConnection(
            NodeId nodeId, NodeSecret secret, BrokerConfig config, SessionSource sessions, RandomGenerator random) {
        this.nodeId = nodeId;
        this.secret = secret;
        this.config = config;
        this.sessions = sessions;
        this.sockets = BrokerSockets.of(config);
        this.backoff =
                new ReconnectBackoff(config.backOffInitial(), config.backOffAtMost(), config.stableAfter(), random);
        this.queue = new PublishQueue(config.inFlight());
    }

    @Override
    public void onMessage(Channel channel, Consumer<IncomingMessage> handler) {
        handlers.put(channel, handler);
    }

    @Override
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public void start() {
        thread.execute(this::attempt);
    }

    @Override
    public void renew(String why) {
        thread.execute(() -> {
            PahoSession session = current;
            if (session != null && state() == State.READY) {
                session.close(true);
                events.ended(session, "detail=\"" + why + "\"");
            }
        });
    }

    @Override
    public State state() {
        return health.state();
    }

    @Override
    public ConnectionHealth health() {
        return health;
    }

    private void attempt() {
        if (state() == State.CLOSED) {
            return;
        }
        health = health.trying();
        thread.when(sessions.next(), this::connect, failure -> retry("no session number: " + failure, Duration.ZERO));
    }

    private void connect(SessionSource.Session session) {
        if (state() == State.CLOSED) {
            return;
        }
        try {
            LOG.info("event=broker.connecting nodeId={} uri={} session={}", nodeId, config.uri(), session.number());
            PahoSession attempt = new PahoSession(serverUri(config.uri()), nodeId, session.number(), thread, events);
            current = attempt;
            attempt.connect(options(session));
            // the library waits without end for a broker that accepts the connection and says nothing
            thread.after(config.connectTimeout().multipliedBy(ANSWERS), () -> giveUp(attempt));
        } catch (MqttException e) {
            retry(PahoSession.reason(e), Duration.ZERO);
        } catch (RuntimeException e) {
            retry("detail=\"" + e + "\"", Duration.ZERO);
        }
    }

    private void giveUp(PahoSession attempt) {
        if (attempt == current && state() == State.CONNECTING) {
            events.ended(attempt, "detail=\"the broker does not answer\"");
        }
    }

    /** The library has its own names for the schemes. */
    private static String serverUri(URI uri) {
        String rest = uri.toString().substring(uri.getScheme().length());
        return switch (uri.getScheme()) {
            case "mqtt" -> "tcp" + (uri.getPort() < 0 ? rest + ":1883" : rest);
            case "mqtts" -> "ssl" + (uri.getPort() < 0 ? rest + ":8883" : rest);
            default -> uri.toString();
        };
    }

    private MqttConnectionOptions options(SessionSource.Session session) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setUserName(nodeId.value());
        options.setPassword(secret.value().getBytes(StandardCharsets.US_ASCII));
        options.setKeepAliveInterval((int) config.keepAlive().toSeconds());
        options.setConnectionTimeout((int) Math.max(1, config.connectTimeout().toSeconds()));
        options.setSocketFactory(sockets);
        options.setHttpsHostnameVerificationEnabled(true);
        MqttMessage will = new MqttMessage(session.will());
        will.setQos(Channel.STATUS.qos());
        options.setWill(Topics.of(nodeId, Channel.STATUS), will);
        return options;
    }

    @Override
    public CompletableFuture<PublishOutcome> publish(Publication publication) {
        CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();
        if (state() == State.CLOSED) {
            outcome.complete(new PublishOutcome.NotSent("closed"));
            return outcome;
        }
        thread.execute(() -> {
            if (state() == State.READY) {
                queue.add(new PublishQueue.Entry(publication, outcome));
                send();
            } else {
                outcome.complete(new PublishOutcome.NotSent("not connected"));
            }
        });
        return outcome;
    }

    private void send() {
        PahoSession session = current;
        if (session == null || state() != State.READY) {
            return;
        }
        queue.take().ifPresent(entry -> {
            session.publish(
                    entry.publication(),
                    outcome -> thread.execute(() -> {
                        queue.finish(entry, outcome);
                        if (outcome instanceof PublishOutcome.Refused refused) {
                            LOG.warn(
                                    "event=broker.refused channel={} code={}",
                                    entry.publication().channel(),
                                    refused.code());
                        }
                        send();
                    }));
            send();
        });
    }

    private void retry(String why, Duration lasted) {
        current = null;
        if (state() == State.CLOSED) {
            return;
        }
        Duration wait = backoff.wait(lasted);
        long now = System.nanoTime();
        health = health.failed(why, now, now + wait.toNanos());
        LOG.warn("event=broker.away nodeId={} retryIn={}ms {}", nodeId, wait.toMillis(), why);
        thread.after(wait, this::attempt);
    }

    @Override
    public void close() {
        thread.execute(() -> {
            State before = state();
            health = health.closed(System.nanoTime());
            PahoSession session = current;
            current = null;
            if (session != null) {
                session.close(before == State.READY);
            }
            queue.clear("closed");
        });
        thread.close();
    }

    /** Called on this connection's thread, except messages. */
    private final class SessionEvents implements PahoSession.Events {

        @Override
        public void ready(PahoSession session) {
            if (session != current || state() == State.CLOSED) {
                return;
            }
            readySinceNanos = System.nanoTime();
            health = health.ready(readySinceNanos);
            LOG.info("event=broker.ready nodeId={} session={}", nodeId, session.number());
            listeners.forEach(listener -> listener.ready(session.number()));
        }

        @Override
        public void ended(PahoSession session, String why) {
            session.close(false);
            if (session != current) {
                return;
            }
            boolean wasReady = state() == State.READY;
            Duration lasted = wasReady ? Duration.ofNanos(System.nanoTime() - readySinceNanos) : Duration.ZERO;
            retry(why, lasted);
            queue.clear("connection lost");
            if (wasReady) {
                listeners.forEach(Listener::ended);
            }
        }

        @Override
        public void message(Channel channel, IncomingMessage message) {
            Consumer<IncomingMessage> handler = handlers.get(channel);
            if (handler != null) {
                handler.accept(message);
            }
        }
    }
}
