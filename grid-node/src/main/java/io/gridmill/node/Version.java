package io.gridmill.node;

import java.util.Objects;

/** The version of this build. */
final class Version {
    private Version() {}

    /** From the jar's manifest; {@code development} when there is none. */
    static String text() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }
}
