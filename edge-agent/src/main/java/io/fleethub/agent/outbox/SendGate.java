package io.fleethub.agent.outbox;

/** Whether the outbox may send now. Asked on the scheduler's thread; must answer at once. */
public interface SendGate {

    /** Always, as much as wanted. */
    SendGate OPEN = new SendGate() {
        @Override
        public int bytes() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void nothingWaits() {
            // it stays open
        }
    };

    /** What the next message may take; 0 when nothing may go. */
    int bytes();

    /** All that was held has been sent. */
    void nothingWaits();
}
