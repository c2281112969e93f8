package io.fleethub.hub.bridge;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Writes the effective configuration for the log, without its secrets. Stateless. */
final class ConfigText {

    private ConfigText() {}

    static String of(BridgeConfig config) {
        return Arrays.stream(BridgeConfig.class.getMethods())
                .filter(method -> method.getParameterCount() == 0)
                .sorted(Comparator.comparing(Method::getName))
                .map(method ->
                        method.getName() + "=" + (method.getName().equals("secret") ? "***" : value(method, config)))
                .collect(Collectors.joining(" "));
    }

    private static String value(Method method, BridgeConfig config) {
        try {
            return String.valueOf(method.invoke(config)).replaceAll("^Optional\\[(.*)]$|^Optional\\.(empty)$", "$1$2");
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("fleet.bridge: cannot read " + method.getName(), e);
        }
    }
}
