package io.fleethub.broker.config;

import java.nio.file.Path;

/** The broker's certificate chain and private key, both PEM. */
public record TlsFiles(Path certificate, Path key) {}
