package io.fleethub.hub.nodes;

import io.fleethub.hub.platform.db.Scope;
import io.fleethub.hub.platform.db.ScopedTransactions;
import io.fleethub.hub.platform.http.Page;
import io.fleethub.schemas.NodeId;
import jakarta.enterprise.context.ApplicationScoped;

/** Shows nodes to those who may see them. */
@ApplicationScoped
class NodeQueryService {

    private final ScopedTransactions transactions;
    private final NodeViewRepository views;

    NodeQueryService(ScopedTransactions transactions, NodeViewRepository views) {
        this.transactions = transactions;
        this.views = views;
    }

    NodeView get(Scope.Tenant scope, NodeId nodeId) {
        if (!scope.covers(nodeId)) {
            throw new NodeException.UnknownNode(nodeId.value());
        }
        return transactions
                .call(scope, () -> views.find(nodeId))
                .orElseThrow(() -> new NodeException.UnknownNode(nodeId.value()));
    }

    Page<NodeSummary> list(Scope.Tenant scope, NodeFilter filter, int limit) {
        return transactions.call(
                scope,
                () -> Page.of(
                        views.list(filter, scope.nodes(), limit + 1),
                        limit,
                        last -> filter.after(last.nodeId().value())));
    }
}
