package io.fleethub.hub.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleethub.hub.commands.DispatchRules.Flight;
import io.fleethub.hub.commands.DispatchRules.Reach;
import io.fleethub.hub.commands.DispatchRules.Step;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispatchRulesTest {

    private static final Instant PUBLISHED = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration RESEND = Duration.ofSeconds(30);
    private static final Reach ONLINE = new Reach("ONLINE", "s1");
    private static final Reach LATE = new Reach("LATE", "s1");

    @Test
    void nothing_is_published_again_before_its_time() {
        Step step = next(flight(CommandStatus.SENT, "s1", false), ONLINE, PUBLISHED.plusSeconds(29));

        assertThat(step).isEqualTo(new Step.LookAgain(PUBLISHED.plusSeconds(30)));
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "SENT"})
    void what_the_node_has_not_answered_is_published_again_while_it_is_online(CommandStatus status) {
        Step step = next(flight(status, "s1", false), ONLINE, PUBLISHED.plusSeconds(30));

        assertThat(step).isEqualTo(new Step.Publish());
    }

    @Test
    void a_late_node_is_left_in_peace() {
        Step step = next(flight(CommandStatus.SENT, "s1", false), LATE, PUBLISHED.plusSeconds(31));

        assertThat(step).isEqualTo(new Step.LookAgain(PUBLISHED.plusSeconds(61)));
    }

    @ParameterizedTest
    @EnumSource(names = {"DELIVERED", "IN_PROGRESS"})
    void what_the_node_has_is_not_published_again_by_time(CommandStatus status) {
        Step step = next(flight(status, "s1", false), ONLINE, PUBLISHED.plusSeconds(3_600));

        assertThat(step).isEqualTo(new Step.Wait());
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "SENT", "DELIVERED", "IN_PROGRESS"})
    void after_a_birth_it_is_published_again_at_once(CommandStatus status) {
        Step step = next(flight(status, "s1", true), ONLINE, PUBLISHED.plusSeconds(1));

        assertThat(step).isEqualTo(new Step.Publish());
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "SENT", "DELIVERED", "IN_PROGRESS"})
    void with_new_storage_the_journal_is_lost(CommandStatus status) {
        Step step = next(flight(status, "s0", true), ONLINE, PUBLISHED.plusSeconds(1));

        assertThat(step).isEqualTo(new Step.LoseJournal());
    }

    @Test
    void a_node_that_names_a_storage_for_the_first_time_has_no_journal_of_ours() {
        assertThat(next(flight(CommandStatus.SENT, null, true), ONLINE, PUBLISHED))
                .isEqualTo(new Step.LoseJournal());
    }

    @Test
    void a_stranger_that_names_no_storage_keeps_its_command() {
        Step step = next(flight(CommandStatus.SENT, null, true), new Reach("ONLINE", null), PUBLISHED);

        assertThat(step).isEqualTo(new Step.Publish());
    }

    @Test
    void a_message_without_a_second_to_live_is_not_published() {
        Flight dying = new Flight(CommandStatus.SENT, PUBLISHED, "s1", true, Duration.ofMillis(999));

        assertThat(next(dying, ONLINE, PUBLISHED.plusSeconds(60))).isEqualTo(new Step.Wait());
    }

    @Test
    void what_is_being_canceled_is_not_published_again() {
        assertThat(next(flight(CommandStatus.CANCELING, "s1", true), ONLINE, PUBLISHED))
                .isEqualTo(new Step.Wait());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NEVER_SEEN", "OFFLINE", "DISABLED"})
    void other_states_are_not_reachable(String state) {
        assertThat(new Reach(state, "s1").reachable()).isFalse();
    }

    private static Step next(Flight flight, Reach reach, Instant now) {
        return DispatchRules.next(flight, reach, now, RESEND);
    }

    private static Flight flight(CommandStatus status, @Nullable String storageId, boolean resend) {
        return new Flight(status, PUBLISHED, storageId, resend, Duration.ofHours(1));
    }
}
