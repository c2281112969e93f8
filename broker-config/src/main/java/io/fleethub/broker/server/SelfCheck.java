package io.fleethub.broker.server;

import io.fleethub.broker.access.ConnectPolicy;
import io.fleethub.broker.config.ListenerSettings;
import io.fleethub.broker.config.ListenerSettings.Kind;
import io.fleethub.broker.config.StartRefusedException;
import io.fleethub.broker.extension.Admission;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/**
 * Proves from outside, over the network, that the broker refuses strangers, lets the hub in and announces the limits that
 * the fleet needs; until then nobody else is admitted. Stateless.
 */
public final class SelfCheck {

    private static final int NOT_AUTHORIZED = 0x87;
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private SelfCheck() {}

    /** @throws StartRefusedException saying what the broker did that it must not do */
    public static void run(List<ListenerSettings> listeners, String hubSecret) throws StartRefusedException {
        try {
            for (ListenerSettings listener : listeners) {
                reach(listener);
                if (listener.kind() == Kind.MQTT) {
                    InetAddress host = InetAddress.getByName(reachable(listener.host()));
                    checkStranger(host, listener.port());
                    checkHub(host, listener.port(), hubSecret);
                }
            }
        } catch (IOException e) {
            throw new StartRefusedException("the self-check cannot talk to the broker: " + e.getMessage(), e);
        }
    }

    private static void checkStranger(InetAddress host, int port) throws IOException, StartRefusedException {
        Connack answer = Probe.connect(host, port, "stranger", null, null);
        if (answer.reason() != NOT_AUTHORIZED) {
            throw new StartRefusedException(
                    "the broker answered an anonymous client with " + answer.reason() + ", must be " + NOT_AUTHORIZED);
        }
    }

    private static void checkHub(InetAddress host, int port, String hubSecret)
            throws IOException, StartRefusedException {
        Connack answer = Probe.connect(host, port, Admission.SELF_CHECK_CLIENT_ID, ConnectPolicy.HUB_USER, hubSecret);
        if (answer.reason() != 0) {
            throw new StartRefusedException("the broker refuses its own hub, reason " + answer.reason());
        }
        expect("receive maximum", EffectiveSettings.RECEIVE_MAXIMUM, answer, Connack.RECEIVE_MAXIMUM, 65_535);
        expect("maximum packet size", EffectiveSettings.PACKET_SIZE, answer, Connack.MAXIMUM_PACKET_SIZE, -1);
        expect("topic alias maximum", 0, answer, Connack.TOPIC_ALIAS_MAXIMUM, 0);
        expect("retain available", 1, answer, Connack.RETAIN_AVAILABLE, 1);
        expect("shared subscription available", 1, answer, Connack.SHARED_SUBSCRIPTION_AVAILABLE, 1);
    }

    /** @param absent what MQTT 5 says a property that is not there means */
    private static void expect(String name, long wanted, Connack answer, int property, long absent)
            throws StartRefusedException {
        long announced = answer.property(property).orElse(absent);
        if (announced != wanted) {
            throw new StartRefusedException("the broker announces " + name + ' ' + announced + ", must be " + wanted);
        }
    }

    private static void reach(ListenerSettings listener) throws StartRefusedException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(reachable(listener.host()), listener.port()), CONNECT_TIMEOUT_MILLIS);
        } catch (IOException e) {
            throw new StartRefusedException(
                    listener.portVariable() + ": the listener did not start (" + e.getMessage() + ')', e);
        }
    }

    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> host;
        };
    }
}
