package io.fleethub.broker.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.broker.config.LimitSettings;
import io.fleethub.broker.config.LimitSettings.Waiting;
import io.fleethub.schemas.NodeId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrafficLimitsTest {

    private static final NodeId MAD = new NodeId("mad");
    private static final NodeId CALM = new NodeId("calm");
    private static final String TENANT = "t";

    /** Ten messages a second, 6,000 bytes a minute; the tenant 20 and 60,000; a second's burst, waits of up to 0.5 s. */
    private static final LimitSettings SETTINGS = new LimitSettings(
            10,
            6_000,
            20,
            60_000,
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            new Waiting(100, 1_000_000));

    /** Far from zero and about to overflow, as a real one may be. */
    private long nanos = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(5);

    private TrafficLimits limits = new TrafficLimits(SETTINGS, () -> nanos);

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    /** How many of so many messages, sent at once, pass. */
    private long passed(NodeId node, int messages, int bytes) {
        return IntStream.range(0, messages)
                .filter(i -> limits.publish(node, TENANT, bytes, true) instanceof Verdict.Pass)
                .count();
    }

    @Test
    void burstPassesAndTheNextWaitsForItsTurn() {
        assertThat(passed(MAD, 10, 1)).isEqualTo(10);

        assertThat(limits.publish(MAD, TENANT, 1, true)).isEqualTo(new Verdict.Delay(Duration.ofMillis(100)));
        assertThat(limits.publish(MAD, TENANT, 1, true)).isEqualTo(new Verdict.Delay(Duration.ofMillis(200)));
    }

    @Test
    void whatWouldWaitTooLongIsRefusedAndOwesNothing() {
        assertThat(passed(MAD, 1_000, 1)).isEqualTo(10);
        assertThat(limits.publish(MAD, TENANT, 1, true)).isEqualTo(Verdict.REFUSE);

        pass(Duration.ofMillis(1_500));

        assertThat(passed(MAD, 100, 1)).isEqualTo(10);
    }

    @Test
    void overTimeAsMuchPassesAsTheRateAllows() {
        long passed = 0;
        for (int i = 0; i < 1_000; i++) {
            if (limits.publish(MAD, TENANT, 1, true) instanceof Verdict.Delay) {
                limits.released(1);
                passed++;
            }
            pass(Duration.ofMillis(10));
        }

        assertThat(passed).isBetween(85L, 105L);
    }

    @Test
    void bytesHaveALimitOfTheirOwnAndALargeMessagePassesAnUntouchedOne() {
        assertThat(limits.publish(MAD, TENANT, 50_000, true)).isEqualTo(Verdict.PASS);
        assertThat(limits.publish(MAD, TENANT, 100, true)).isEqualTo(Verdict.REFUSE);

        pass(Duration.ofMinutes(9));

        assertThat(limits.publish(MAD, TENANT, 100, true)).isEqualTo(Verdict.PASS);
    }

    @Test
    void oneStatusASecondPassesWhateverElseTheNodeSends() {
        passed(MAD, 1_000, 1);

        assertThat(limits.publishStatus(MAD, TENANT, 1, true)).isEqualTo(Verdict.PASS);
        assertThat(limits.publishStatus(MAD, TENANT, 1, true)).isEqualTo(Verdict.REFUSE);
        pass(Duration.ofSeconds(1));
        passed(MAD, 1_000, 1);
        assertThat(limits.publishStatus(MAD, TENANT, 1, true)).isEqualTo(Verdict.PASS);
    }

    @Test
    void oneConnectASecondIsNeverRefusedAndAStormIs() {
        for (int i = 0; i < 100; i++) {
            assertThat(limits.connect(CALM)).isEqualTo(Verdict.PASS);
            pass(Duration.ofSeconds(1));
        }
        assertThat(limits.connect(MAD)).isEqualTo(Verdict.PASS);
        assertThat(limits.connect(MAD)).isEqualTo(Verdict.REFUSE);
        pass(Duration.ofMillis(700));
        assertThat(limits.connect(MAD)).isEqualTo(new Verdict.Delay(Duration.ofMillis(300)));
    }

    @Test
    void madNodeCostsTheOthersOfItsTenantNoMoreThanItsOwnLimit() {
        passed(MAD, 1_000, 1); // of which 15 are let in: 10 at once, 5 that wait

        assertThat(passed(CALM, 10, 1)).isEqualTo(20 - 15);
    }

    @Test
    void tenantIsHeldToItsLimitAcrossItsNodes() {
        long passed = IntStream.range(0, 10)
                .mapToLong(i -> passed(new NodeId("n" + i), 10, 1))
                .sum();

        assertThat(passed).isEqualTo(20);
        assertThat(limits.publish(new NodeId("other"), "other-tenant", 1, true)).isEqualTo(Verdict.PASS);
        assertThat(limits.publish(new NodeId("of-nobody"), null, 1, true)).isEqualTo(Verdict.PASS);
    }

    @Test
    void whatTheTenantIsRefusedIsNotTakenFromTheNode() {
        IntStream.range(0, 10).forEach(i -> passed(new NodeId("n" + i), 10, 1));
        assertThat(limits.publish(CALM, TENANT, 1, true)).isEqualTo(Verdict.REFUSE);

        assertThat(IntStream.range(0, 10).allMatch(i -> limits.publish(CALM, null, 1, true) instanceof Verdict.Pass))
                .isTrue();
    }

    @Test
    void noMoreWaitsThanThereIsRoomFor() {
        limits = new TrafficLimits(
                new LimitSettings(
                        1,
                        6_000,
                        1_000,
                        60_000,
                        Duration.ofSeconds(1),
                        Duration.ofHours(1),
                        Duration.ofHours(1),
                        new Waiting(3, 250)),
                () -> nanos);
        limits.publish(MAD, TENANT, 1, true);

        assertThat(limits.publish(MAD, TENANT, 100, true)).isInstanceOf(Verdict.Delay.class);
        assertThat(limits.publish(MAD, TENANT, 100, true)).isInstanceOf(Verdict.Delay.class);
        assertThat(limits.publish(MAD, TENANT, 100, true)).isEqualTo(Verdict.REFUSE);
        limits.released(100);
        assertThat(limits.publish(MAD, TENANT, 10, true)).isInstanceOf(Verdict.Delay.class);
        assertThat(limits.publish(MAD, TENANT, 10, true)).isInstanceOf(Verdict.Delay.class);
        assertThat(limits.publish(MAD, TENANT, 10, true)).isEqualTo(Verdict.REFUSE);
    }

    @Test
    void oneWhoStaysBeyondIsSlowedForAWhileAndThenRefused() {
        passed(MAD, 10, 1);
        for (int i = 0; i < 100; i++) {
            assertThat(limits.publish(MAD, TENANT, 1, true)).isEqualTo(new Verdict.Delay(Duration.ofMillis(100)));
            limits.released(1);
            pass(Duration.ofMillis(100));
        }
        pass(Duration.ofMillis(1));

        assertThat(passed(MAD, 1, 1)).isEqualTo(0);
        assertThat(limits.publish(MAD, TENANT, 1, true)).isEqualTo(Verdict.REFUSE);
    }

    @Test
    void oneWhoOwesNothingAnyMoreIsSlowedAgainBeforeItIsRefused() {
        passed(MAD, 11, 1);
        pass(Duration.ofSeconds(11));

        passed(MAD, 10, 1);

        assertThat(limits.publish(MAD, TENANT, 1, true)).isEqualTo(new Verdict.Delay(Duration.ofMillis(100)));
    }

    @Test
    void clientWithoutFlowControlIsRefusedAtOnce() {
        passed(MAD, 10, 1);

        assertThat(limits.publish(MAD, TENANT, 1, false)).isEqualTo(Verdict.REFUSE);
    }

    @Test
    void whatWentBeyondIsToldForAMinute() {
        passed(MAD, 100, 1);
        pass(Duration.ofSeconds(30));
        passed(MAD, 13, 1);

        assertThat(limits.exceededLastMinute(MAD)).isEqualTo(93);
        pass(Duration.ofSeconds(31));
        assertThat(limits.exceededLastMinute(MAD)).isEqualTo(3);
        pass(Duration.ofHours(5));
        assertThat(limits.exceededLastMinute(MAD)).isZero();
        assertThat(limits.exceededLastMinute(CALM)).isZero();
    }

    @Test
    void whoHasBeenQuietIsForgottenAndWhoHasNotIsNot() {
        IntStream.range(0, 1_000).forEach(i -> limits.publish(new NodeId("n" + i), "t" + i, 1, true));
        pass(Duration.ofMinutes(2));
        passed(MAD, 100, 1);

        limits.forgetIdle();

        assertThat(limits.remembered()).isEqualTo(2);
        assertThat(limits.publish(MAD, TENANT, 1, true)).isEqualTo(Verdict.REFUSE);
    }
}
