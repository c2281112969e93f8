package io.fleethub.schemas.codec;

import io.fleethub.schemas.message.Broadcast;
import io.fleethub.schemas.message.CommandCancel;
import io.fleethub.schemas.message.CommandRequest;
import io.fleethub.schemas.message.CommandUpdate;
import io.fleethub.schemas.message.HubStatus;
import io.fleethub.schemas.message.HubSync;
import io.fleethub.schemas.message.LogChunk;
import io.fleethub.schemas.message.Message;
import io.fleethub.schemas.message.StatusReport;
import io.fleethub.schemas.message.TelemetryBatch;
import io.fleethub.schemas.topic.Channel;
import java.util.Map;

/** Which kind of message travels on which channel. Stateless. */
final class Channels {

    private static final Map<Class<? extends Message>, Channel> BY_TYPE = Map.of(
            StatusReport.class, Channel.STATUS,
            TelemetryBatch.class, Channel.TELEMETRY,
            LogChunk.class, Channel.LOGS,
            CommandUpdate.class, Channel.COMMAND_UPDATES,
            CommandRequest.class, Channel.COMMANDS,
            CommandCancel.class, Channel.COMMANDS,
            HubSync.class, Channel.SYNC,
            HubStatus.class, Channel.HUB_STATUS,
            Broadcast.class, Channel.BROADCAST);

    private Channels() {}

    static Channel of(Class<? extends Message> type) {
        Channel channel = BY_TYPE.get(type);
        if (channel == null) {
            throw new IllegalArgumentException(type.getSimpleName() + " travels on no channel");
        }
        return channel;
    }
}
