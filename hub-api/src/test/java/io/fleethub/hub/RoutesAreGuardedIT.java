package io.fleethub.hub;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fleethub.hub.auth.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Walks every JAX-RS method of the hub, those of features that come later included. */
@QuarkusTest
class RoutesAreGuardedIT {

    /** Routes that need no access token: they check something else, or are public. */
    private static final Set<String> WITHOUT_TOKEN = Set.of(
            "POST /api/v1/auth/login",
            "POST /api/v1/auth/refresh",
            "POST /api/v1/auth/logout",
            "GET /api/v1/command-keys",
            "GET /api/v1/broker/credentials",
            "POST /api/v1/telemetry",
            "POST /api/v1/logs");

    record Route(String verb, String path, Method method) {
        String name() {
            return verb + " " + path;
        }

        boolean writes() {
            return !verb.equals("GET") && !verb.equals("HEAD");
        }

        int call(String token) {
            String url = path.replaceAll("\\{[^}]+}", "00000000-0000-0000-0000-00000000000a");
            var request = token.isEmpty() ? given() : given().auth().oauth2(token);
            var sent = writes() ? request.contentType("application/json").body("{}") : request;
            return sent.request(verb, url).statusCode();
        }
    }

    @Test
    void every_route_is_found() {
        assertThat(routes()).extracting(Route::name).contains("GET /api/v1/users", "POST /api/v1/users");
    }

    @Test
    void every_route_names_its_roles_or_is_known_to_need_none() {
        List<String> open = routes().filter(route -> !isAnnotated(route.method(), RolesAllowed.class))
                .map(Route::name)
                .toList();

        assertThat(open).isSubsetOf(WITHOUT_TOKEN);
    }

    @Test
    void without_a_token_every_route_answers_401() {
        List<String> answered = guarded()
                .filter(route -> route.call("") != 401)
                .map(Route::name)
                .toList();

        assertThat(answered).isEmpty();
    }

    @Test
    void a_viewer_writes_nothing() {
        String viewer = TestTokens.viewer();

        List<String> allowed = guarded()
                .filter(Route::writes)
                .filter(route -> route.call(viewer) != 403)
                .map(Route::name)
                .toList();

        assertThat(allowed).isEmpty();
    }

    private static Stream<Route> guarded() {
        return routes().filter(route -> !WITHOUT_TOKEN.contains(route.name()));
    }

    private static Stream<Route> routes() {
        List<Route> routes = new ArrayList<>();
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.fleethub.hub").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(JavaClass::getName)
                        .map(RoutesAreGuardedIT::load)
                        .forEach(type -> Arrays.stream(type.getDeclaredMethods())
                                .forEach(method -> verb(method)
                                        .ifPresent(verb -> routes.add(new Route(verb, path(type, method), method)))));
        return routes.stream();
    }

    private static Optional<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .findFirst();
    }

    private static String path(Class<?> type, Method method) {
        String own = method.isAnnotationPresent(Path.class)
                ? method.getAnnotation(Path.class).value()
                : "";
        String path = "/api/v1" + type.getAnnotation(Path.class).value()
                + (own.isEmpty() || own.startsWith("/") ? own : "/" + own);
        return path.startsWith("/") ? path : "/" + path;
    }

    private static boolean isAnnotated(Method method, Class<? extends Annotation> annotation) {
        return method.isAnnotationPresent(annotation)
                || method.getDeclaringClass().isAnnotationPresent(annotation);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, RoutesAreGuardedIT.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
