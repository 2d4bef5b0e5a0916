package io.gridmill.core.source;

import java.util.List;

/** Opens the sources of one format. Found by {@link java.util.ServiceLoader}. */
public interface SourceFormat {
    /** The name, for example {@code csv}. */
    String name();

    /** Names of the options that the format understands. */
    List<String> options();

    /**
     * Opens a source: resolves paths, and infers the schema where the spec has none.
     *
     * @throws io.gridmill.core.error.GridmillException USER for an unknown or wrong option or a path that matches nothing, naming it
     */
    Source open(SourceSpec spec);
}
