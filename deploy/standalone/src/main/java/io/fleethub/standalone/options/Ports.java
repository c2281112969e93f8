package io.fleethub.standalone.options;

/** The ports as asked for; 0 stands for any free one. */
public record Ports(int http, int https, int mqtt, int mqtts, int wss, int postgres) {}
