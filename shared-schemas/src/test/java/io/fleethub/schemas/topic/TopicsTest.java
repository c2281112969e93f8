package io.fleethub.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.schemas.NodeId;
import io.fleethub.schemas.topic.Channel.Direction;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

    private static final NodeId NODE = new NodeId("plant.7_west-1");

    static Stream<Address> everyAddress() {
        return Arrays.stream(Channel.values()).map(channel -> new Address(channel, channel.ofOneNode() ? NODE : null));
    }

    @ParameterizedTest
    @MethodSource("everyAddress")
    void everyTopicParsesToWhatItWasBuiltFrom(Address address) {
        assertThat(Topics.parse(address.topic())).contains(address);
    }

    @Test
    void spellsTopicsAsTheContractDoes() {
        Map<Channel, String> contract = Map.of(
                Channel.STATUS, "nodes/plant.7_west-1/status",
                Channel.TELEMETRY, "nodes/plant.7_west-1/telemetry",
                Channel.LOGS, "nodes/plant.7_west-1/logs",
                Channel.COMMAND_UPDATES, "nodes/plant.7_west-1/command-updates",
                Channel.COMMANDS, "nodes/plant.7_west-1/commands",
                Channel.SYNC, "nodes/plant.7_west-1/sync",
                Channel.HUB_STATUS, "hub/status",
                Channel.BROADCAST, "hub/broadcast");

        assertThat(everyAddress())
                .allSatisfy(address -> assertThat(address.topic()).isEqualTo(contract.get(address.channel())));
        assertThat(contract).hasSize(Channel.values().length);
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void everyFilterMatchesItsOwnChannelAndNoOther(Channel channel) {
        String pattern = Topics.filter(channel).replace("+", "[^/]+");

        assertThat(everyAddress().filter(address -> address.topic().matches(pattern)))
                .extracting(Address::channel)
                .containsExactly(channel);
    }

    @Test
    void sharesAFilterAmongTheConnectionsOfTheHub() {
        assertThat(Topics.sharedFilter("hub", Channel.TELEMETRY)).isEqualTo("$share/hub/nodes/+/telemetry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "+", "#"})
    void refusesAGroupThatIsNoName(String group) {
        assertThatThrownBy(() -> Topics.sharedFilter(group, Channel.LOGS)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nodes",
                "nodes/",
                "nodes//status",
                "nodes/a",
                "nodes/a/",
                "nodes/a/status/",
                "nodes/a/status/x",
                "nodes/A/status",
                "nodes/+/status",
                "nodes/a/broadcast",
                "nodes/HUB:1:1/status",
                "/nodes/a/status",
                "hub",
                "hub/",
                "hub/telemetry",
                "hub/status/x",
                "$SYS/nodes/a/status",
            })
    void doesNotParseWhatIsNotOfTheContract(String topic) {
        assertThat(Topics.parse(topic)).isEmpty();
    }

    @Test
    void aChannelOfOneNodeNeedsTheNodeAndTheOthersRefuseIt() {
        assertThatThrownBy(() -> Topics.of(Channel.STATUS)).hasMessage("STATUS needs a node");
        assertThatThrownBy(() -> Topics.of(NODE, Channel.BROADCAST)).hasMessage("BROADCAST is not of one node");
    }

    @Test
    void onlyTheHubsStatusIsRetainedAndOnlyTheSyncGoesUnacknowledged() {
        assertThat(Channel.values()).filteredOn(Channel::retained).containsExactly(Channel.HUB_STATUS);
        assertThat(Channel.values()).filteredOn(channel -> channel.qos() == 0).containsExactly(Channel.SYNC);
    }

    @Test
    void aNodePublishesOnExactlyFourChannels() {
        assertThat(Channel.values())
                .filteredOn(channel -> channel.direction() == Direction.NODE_TO_HUB)
                .containsExactly(Channel.STATUS, Channel.TELEMETRY, Channel.LOGS, Channel.COMMAND_UPDATES);
    }

    @Test
    void takesTheSizesOfTheContract() {
        assertThat(Arrays.stream(Channel.values()).map(channel -> channel.maxBytes() / 1024))
                .containsExactly(64, 256, 72, 64, 256, 4, 1, 16);
    }
}
