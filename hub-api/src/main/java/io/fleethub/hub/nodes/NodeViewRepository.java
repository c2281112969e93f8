package io.fleethub.hub.nodes;

import io.fleethub.schemas.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
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

    private static final String SELECT = """
            select n.node_id, n.name, n.role, n.tags, n.segment, n.location, n.serial, n.enabled, n.created_at, n.updated_at
            from node n
            where true""";

    private final DataSource dataSource;

    NodeViewRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    Optional<NodeView> find(NodeId nodeId) {
        return read(new Query(SELECT).and("n.node_id = ?", nodeId.value())).stream()
                .findFirst();
    }

    /** @param only the nodes that the actor may see, or empty for all */
    List<NodeView> list(NodeFilter filter, Optional<Set<NodeId>> only, int count) {
        Query query = new Query(SELECT);
        filter.role().ifPresent(role -> query.and("n.role = ?", role));
        filter.segment().ifPresent(segment -> query.and("n.segment = ?", segment));
        filter.location().ifPresent(location -> query.and("n.location = ?", location));
        filter.tags().forEach(tag -> query.and("n.tags @> array[?]::text[]", tag));
        only.ifPresent(nodes -> query.and(
                "n.node_id = any(string_to_array(?, ','))",
                String.join(",", nodes.stream().map(NodeId::value).toList())));
        query.and("n.node_id > ?", filter.after());
        query.then(" order by n.node_id limit ?", count);
        return read(query);
    }

    private List<NodeView> read(Query query) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(query.sql.toString())) {
            for (int i = 0; i < query.parameters.size(); i++) {
                select.setObject(i + 1, query.parameters.get(i));
            }
            try (ResultSet rows = select.executeQuery()) {
                List<NodeView> views = new ArrayList<>();
                while (rows.next()) {
                    views.add(view(rows));
                }
                return views;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read nodes", e);
        }
    }

    private static NodeView view(ResultSet row) throws SQLException {
        Array tags = row.getArray("tags");
        return new NodeView(
                new NodeId(row.getString("node_id")),
                row.getString("name"),
                row.getString("role"),
                List.of((String[]) tags.getArray()),
                row.getString("segment"),
                row.getString("location"),
                row.getString("serial"),
                row.getBoolean("enabled"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
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
