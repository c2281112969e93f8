# An agent, for machines that run containers and for tries; its configuration is mounted at /etc/fleethub/agent.json.
ARG BASE_IMAGE=eclipse-temurin:17-jre
FROM ${BASE_IMAGE}

RUN mkdir -p /var/lib/fleethub && chmod 1777 /var/lib/fleethub
COPY edge-agent/target/edge-agent.jar /opt/fleethub/edge-agent.jar

USER 10001:10001
WORKDIR /var/lib/fleethub
VOLUME /var/lib/fleethub
ENV JAVA_TOOL_OPTIONS="-Xms8m -Xmx24m -Xss256k -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=16m"
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s --retries=3 \
    CMD ["bash", "-c", "kill -0 1"]
ENTRYPOINT ["java", "-jar", "/opt/fleethub/edge-agent.jar"]
CMD ["--config", "/etc/fleethub/agent.json"]
