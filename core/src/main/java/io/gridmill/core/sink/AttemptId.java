package io.gridmill.core.sink;

/**
 * Names one execution of a share so fully that no other execution, on any node, after any loss of the ledger, can share it.
 *
 * @param generation which life of the ledger
 * @param jobId the client-made id of the job
 * @param share the share's path from the cut: {@code 3}, a child {@code 3.1}, or {@code final}
 * @param epoch number of the attempt, from 1, never reused for a share
 * @param node the node's lasting name
 * @param incarnation which start of that node
 */
public record AttemptId(String generation, String jobId, String share, int epoch, String node, String incarnation) {
    /** A name made of letters, digits, {@code . _ -} alone, for files and staged rows. */
    public String token() {
        return jobId + "-" + share + "-" + epoch + "-" + node + "-" + incarnation + "-" + generation;
    }
}
