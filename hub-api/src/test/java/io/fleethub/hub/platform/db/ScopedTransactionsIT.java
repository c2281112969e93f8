package io.fleethub.hub.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleethub.schemas.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ScopedTransactionsIT {

    private static final TenantId OURS = new TenantId(UUID.fromString("00000000-0000-0000-0000-000000000001"));
    private static final TenantId FOREIGN = new TenantId(UUID.fromString("00000000-0000-0000-0000-0000000000ff"));
    private static final String INSERT_NODE =
            "insert into node (node_id, tenant_id, name, secret_sha256, https_key_sealed, created_at, updated_at)"
                    + " values ('scoped', '%s', 'n', '', '', now(), now())";

    @Inject
    ScopedTransactions transactions;

    @Inject
    DataSource dataSource;

    @AfterEach
    void deleteNode() {
        transactions.run(Scope.Tenant.of(OURS), () -> execute("delete from node where node_id = 'scoped'"));
    }

    @Test
    void sees_only_the_rows_of_its_tenant() {
        transactions.run(Scope.Tenant.of(OURS), () -> execute(INSERT_NODE.formatted(OURS)));

        String seenByOthers = transactions.call(
                Scope.Tenant.of(FOREIGN), () -> query("select count(*) from node where node_id = 'scoped'"));

        assertThat(seenByOthers).isEqualTo("0");
    }

    @Test
    void refuses_to_insert_a_row_of_another_tenant() {
        assertThatThrownBy(() -> transactions.run(Scope.Tenant.of(FOREIGN), () -> execute(INSERT_NODE.formatted(OURS))))
                .hasMessageContaining("row-level security");
    }

    @Test
    void platform_work_reads_rows_of_every_tenant_but_changes_none() {
        transactions.run(Scope.Tenant.of(OURS), () -> execute(INSERT_NODE.formatted(OURS)));
        Scope platform = new Scope.Platform("test");

        String seen = transactions.call(platform, () -> query("select count(*) from node where node_id = 'scoped'"));

        assertThat(seen).isEqualTo("1");
        assertThatThrownBy(() -> transactions.run(platform, () -> execute("delete from node")))
                .hasMessageContaining("permission denied");
    }

    @Test
    void nothing_of_a_scope_is_left_on_the_pooled_connection() {
        transactions.run(Scope.Tenant.of(OURS), () -> query("select current_tenant()"));

        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> query("select count(*) from node")))
                .hasMessageContaining("no tenant scope is set");
    }

    @Test
    void a_tenant_table_outside_a_transaction_is_refused() {
        assertThatThrownBy(() -> query("select count(*) from node")).hasMessageContaining("no tenant scope is set");
    }

    @Test
    void work_in_the_same_scope_joins_the_transaction() {
        Scope scope = Scope.Tenant.of(OURS);

        assertThatThrownBy(() -> transactions.run(scope, () -> {
                    transactions.run(scope, () -> execute(INSERT_NODE.formatted(OURS)));
                    throw new IllegalArgumentException("the outer work fails");
                }))
                .hasMessage("the outer work fails");

        assertThat(transactions.<String>call(scope, () -> query("select count(*) from node where node_id = 'scoped'")))
                .isEqualTo("0");
    }

    @Test
    void another_scope_inside_a_transaction_is_an_error() {
        assertThatThrownBy(() -> transactions.run(
                        Scope.Tenant.of(OURS), () -> transactions.run(Scope.Tenant.of(FOREIGN), () -> {})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot enter");
        assertThat(transactions.current()).isEmpty();
    }

    private void execute(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private String query(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
