package io.fleethub.standalone.pki;

import java.nio.file.Path;

/** What the TLS listeners show (certificate chain and key) and what nodes pin (the CA), all PEM. */
public record TlsFiles(Path certificate, Path key, Path ca) {}
