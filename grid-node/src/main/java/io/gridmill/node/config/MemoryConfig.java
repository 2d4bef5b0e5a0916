package io.gridmill.node.config;

import io.gridmill.core.error.GridmillException;

/**
 * Budgets of memory outside the Java heap, all in bytes.
 *
 * @param dataBytes chunks of datasets in the grid
 * @param controlBytes job, share and dataset records in the grid
 * @param hotStoreBytes decoded columns kept for the next job
 * @param taskBytes what one running attempt may allocate
 * @param loadInFlightBytes chunks of loads that are built and not yet stored
 */
public record MemoryConfig(
        long dataBytes, long controlBytes, long hotStoreBytes, long taskBytes, long loadInFlightBytes) {
    /**
     * Refuses budgets that this machine cannot hold, before Ignite allocates them.
     *
     * @param concurrentShares how many attempts run side by side
     * @param heapBytes the maximum Java heap
     * @param machineBytes the memory of the machine or container
     * @throws GridmillException RESOURCE, naming every budget
     */
    public void checkFits(int concurrentShares, long heapBytes, long machineBytes) {
        long tasks = taskBytes * concurrentShares;
        long sum = dataBytes + controlBytes + hotStoreBytes + tasks + loadInFlightBytes + heapBytes;
        if (sum > machineBytes) {
            throw GridmillException.resource(
                    "the memory budgets must fit into this machine's " + Sizes.format(machineBytes) + ", got "
                            + Sizes.format(sum) + " [memory.data=" + Sizes.format(dataBytes) + ", memory.control="
                            + Sizes.format(controlBytes)
                            + ", memory.hot-store=" + Sizes.format(hotStoreBytes) + ", memory.task="
                            + Sizes.format(taskBytes) + " × "
                            + concurrentShares + " shares, memory.load-in-flight=" + Sizes.format(loadInFlightBytes)
                            + ", Java heap="
                            + Sizes.format(heapBytes) + "]; lower them, for example with --set memory.data=SIZE");
        }
    }
}
