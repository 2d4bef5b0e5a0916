package io.gridmill.tests.battery;

/** What happens in a round, at its point of the protocol. */
enum Fault {
    KILL("SIGKILL to a node at the point"),
    ZOMBIE("SIGSTOP to a node at the point, for a second or until the job has ended without it; then SIGCONT"),
    COMEBACK("SIGKILL to a node at the point; it is back with its journal before the job may close"),
    LAST("SIGKILL to a node that is held at the point with the last share, all others are done"),
    WIPE("SIGKILL to a node at the point, and nothing is left on its disk"),
    ALL("SIGKILL to all nodes at once, one of them at the point; all start again"),
    POWER_CUT("every share is committed and none staged; the power goes, and with it what was not synced"),
    CLIENT("SIGKILL to the client that waits, while a node is held at the point"),
    SINK_STOPPED("PostgreSQL stops for some seconds while a node is held at the point"),
    SINK_KILLED("PostgreSQL is killed behind the point, most often in its commit"),
    REPEAT("submitted by two clients at once, again after its end, and SIGKILL to a node at the point"),
    JOIN("a node joins while another is held at the point, and drains after the job"),
    LEAVE("a node drains and leaves while one is held at the point");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Whether PostgreSQL must be among the sinks. */
    boolean needsServer() {
        return this == SINK_STOPPED || this == SINK_KILLED || this == POWER_CUT;
    }

    /** Whether it hurts few enough nodes that one more may die. */
    boolean allowsAnotherDeath() {
        return this == KILL || this == CLIENT || this == SINK_STOPPED || this == SINK_KILLED;
    }
}
