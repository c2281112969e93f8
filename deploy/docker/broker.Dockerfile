# Our own distribution of HiveMQ CE with the access rules in it, as `mvn -Dquick package` made it; never the image of
# HiveMQ CE itself, which lets every client in.
ARG BASE_IMAGE=eclipse-temurin:17-jre
FROM ${BASE_IMAGE}

RUN mkdir -p /var/lib/fleethub && chmod 1777 /var/lib/fleethub
COPY deploy/docker/health.sh /opt/fleethub/health.sh
COPY broker-config/target/broker /opt/fleethub/broker

USER 10001:10001
WORKDIR /var/lib/fleethub
VOLUME /var/lib/fleethub
ENV FLEET_BROKER_HOME=/var/lib/fleethub \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError"
EXPOSE 8883 8884
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 \
    CMD ["bash", "/opt/fleethub/health.sh", "tcp", "8883"]
ENTRYPOINT ["java", "-cp", "/opt/fleethub/broker/lib/*", "io.fleethub.broker.BrokerMain"]
