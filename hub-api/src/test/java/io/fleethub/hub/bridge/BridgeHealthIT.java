package io.fleethub.hub.bridge;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BridgeHealthIT {

    @Test
    void a_hub_without_a_broker_says_so_and_is_ready_all_the_same() {
        given().get("/q/health/group/bridge")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'bridge' }.status", equalTo("DOWN"))
                .body("checks.find { it.name == 'bridge' }.data.broker", equalTo("none configured"));

        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/health/well").then().body("checks.name", hasItem("bridge"));
    }
}
