package io.fleethub.hub.commands.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleethub.hub.platform.http.FieldError;
import io.fleethub.schemas.message.OperationName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterRulesTest {

    private static final Capabilities DECLARED = new Capabilities(Map.of(
            "RESTART",
            Optional.of(json("{'type':'object','properties':{'service':{'enum':['web','db']}}}")),
            "PING",
            Optional.empty()));

    private final ParameterRules rules = new ParameterRules();

    @Test
    void parameters_of_the_contract_pass() {
        assertThat(rules.check(OperationName.RESTART, json("{'service':'web'}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RESTART| {}| parameters.service",
                "RESTART| {'service':'web; rm -rf /'}| parameters.service",
                "RESTART| {'service':'../etc'}| parameters.service",
                "RESTART| {'service':7}| parameters.service",
                "FETCH_LOGS| {'source':'web','lines':0}| parameters.lines",
                "OS_UPDATE| {'mode':'DESTROY'}| parameters.mode"
            })
    void a_parameter_that_the_contract_forbids_is_named(OperationName operation, String parameters, String field) {
        List<FieldError> errors = rules.check(operation, json(parameters));

        assertThat(errors).extracting(FieldError::field).contains(field);
    }

    @Test
    void a_service_that_the_node_does_not_list_is_named() {
        List<FieldError> errors = rules.check(DECLARED, "RESTART", json("{'service':'sshd'}"));

        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.field()).isEqualTo("parameters.service");
            assertThat(error.message()).contains("web");
        });
    }

    @Test
    void an_operation_that_the_node_does_not_declare_is_refused() {
        assertThat(rules.refusalOf(DECLARED, "REBOOT", json("{}"))).contains("the node does not declare REBOOT");
        assertThat(rules.refusalOf(DECLARED, "RESTART", json("{'service':'sshd'}")))
                .hasValueSatisfying(why -> assertThat(why).startsWith("parameters.service: "));
        assertThat(rules.refusalOf(DECLARED, "PING", json("{}"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'$ref':'http://127.0.0.1:1/schema'}",
                "{'$ref':'file:///etc/passwd'}",
                "{'$schema':'http://127.0.0.1:1/dialect'}",
                "{'properties':{'service':{'pattern':'['}}}"
            })
    void a_schema_of_a_node_that_cannot_be_used_sets_no_limits_and_fetches_nothing(String schema) {
        Capabilities odd = new Capabilities(Map.of("RESTART", Optional.of(json(schema))));

        assertThat(rules.check(odd, "RESTART", json("{'service':'web'}"))).isEmpty();
    }

    private static ObjectNode json(String text) {
        try {
            return new ObjectMapper().readValue(text.replace('\'', '"'), ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
