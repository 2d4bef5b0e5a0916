/**
 * What this node answers to clients: {@link io.gridmill.core.service.GridmillService}, deployed on every node, and the system
 * datasets.
 *
 * <p>Enter at {@link io.gridmill.node.service.NodeService}. Decides nothing: it reads the ledger and writes into it.
 */
@NullMarked
package io.gridmill.node.service;

import org.jspecify.annotations.NullMarked;
