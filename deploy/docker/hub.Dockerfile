# The hub as `mvn -Dquick package` made it. Any Java 17 image with bash serves as base.
ARG BASE_IMAGE=eclipse-temurin:17-jre
FROM ${BASE_IMAGE}

RUN mkdir -p /var/lib/fleethub && chmod 1777 /var/lib/fleethub
COPY deploy/docker/health.sh /opt/fleethub/health.sh
COPY hub-api/target/quarkus-app /opt/fleethub/hub

USER 10001:10001
WORKDIR /var/lib/fleethub
VOLUME /var/lib/fleethub
ENV FLEET_BRIDGE_STATE_DIRECTORY=/var/lib/fleethub \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError"
EXPOSE 8443
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 \
    CMD ["bash", "/opt/fleethub/health.sh", "http", "8080", "/q/health/ready"]
ENTRYPOINT ["java", "-jar", "/opt/fleethub/hub/quarkus-run.jar"]
