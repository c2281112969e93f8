package io.fleethub.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one demo fleet that they share: it is started at the first use and stopped, with its data folder
 * removed, when the last test class is done. Tests that kill parts of it leave it healthy.
 */
final class DemoFleet implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(DemoFleet.class);

    private record Running(Fleet fleet, Path data) implements AutoCloseable {

        static Running start() {
            try {
                Path data = Files.createTempDirectory("fleet-demo");
                return new Running(
                        Fleet.demo(
                                data,
                                "--heartbeat",
                                "PT5S",
                                "--offline-after",
                                "PT20S",
                                "--tls-name",
                                NetworkNamespace.GATEWAY),
                        data);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            fleet.close();
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Fleet.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent("demo", key -> Running.start(), Running.class)
                .fleet();
    }
}
