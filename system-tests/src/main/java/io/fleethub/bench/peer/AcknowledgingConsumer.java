package io.fleethub.bench.peer;

/** The limit of every consumer: takes a message and acknowledges it, and does nothing else with it. */
public final class AcknowledgingConsumer {

    private AcknowledgingConsumer() {}

    public static void main(String[] arguments) throws Exception {
        Subscriber subscriber = new Subscriber();
        subscriber.run(subscriber::settle);
    }
}
