package io.gridmill.cli;

/** One command, its options read. */
interface GridmillCommand {
    /**
     * Does it.
     *
     * @return the exit status
     * @throws Exception shown by {@link CommandRunner}
     */
    int run() throws Exception;
}
