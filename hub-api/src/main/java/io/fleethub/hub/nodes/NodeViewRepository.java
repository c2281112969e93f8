package io.fleethub.hub.nodes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleethub.schemas.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Reads nodes as REST shows them, in the scope that the caller's transaction has. */
@ApplicationScoped
class NodeViewRepository {

    private final DataSource dataSource;
    private final ObjectMapper json;

    NodeViewRepository(DataSource dataSource, ObjectMapper json) {
        this.dataSource = dataSource;
        this.json = json;
    }

    Optional<NodeView> find(NodeId nodeId) {
        Query query = new Query(NodeRow.SELECT_VIEW).and("n.node_id = ?", nodeId.value());
        return read(query, NodeRow::view).stream().findFirst();
    }

    /** @param only the nodes that the actor may see, or empty for all */
    List<NodeSummary> list(NodeFilter filter, Optional<Set<NodeId>> only, int count) {
        Query query = new Query(NodeRow.SELECT_SUMMARY);
        filter.role().ifPresent(role -> query.and("n.role = ?", role));
        filter.segment().ifPresent(segment -> query.and("n.segment = ?", segment));
        filter.location().ifPresent(location -> query.and("n.location = ?", location));
        filter.version().ifPresent(version -> query.and("p.agent_version = ?", version));
        filter.state().ifPresent(state -> query.and("p.state = ?", state));
        filter.tags().forEach(tag -> query.and("n.tags @> array[?]::text[]", tag));
        only.ifPresent(nodes -> query.and(
                "n.node_id = any(string_to_array(?, ','))",
                String.join(",", nodes.stream().map(NodeId::value).toList())));
        query.and("n.node_id > ?", filter.after());
        query.then(" order by n.node_id limit ?", count);
        return read(query, NodeRow::summary);
    }

    private interface RowReader<T> {
        T read(NodeRow row) throws SQLException;
    }

    private <T> List<T> read(Query query, RowReader<T> reader) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(query.sql.toString())) {
            for (int i = 0; i < query.parameters.size(); i++) {
                select.setObject(i + 1, query.parameters.get(i));
            }
            try (ResultSet rows = select.executeQuery()) {
                NodeRow row = new NodeRow(rows, json);
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(reader.read(row));
                }
                return found;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read nodes", e);
        }
    }

    /** A statement that grows, its text and parameters together. */
    private static final class Query {
        private final StringBuilder sql;
        private final List<Object> parameters = new ArrayList<>();

        Query(String sql) {
            this.sql = new StringBuilder(sql);
        }

        Query and(String condition, Object parameter) {
            return then(" and " + condition, parameter);
        }

        Query then(String text, Object parameter) {
            sql.append(text);
            parameters.add(parameter);
            return this;
        }
    }
}
