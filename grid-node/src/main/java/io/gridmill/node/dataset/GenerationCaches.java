package io.gridmill.node.dataset;

import io.gridmill.node.chunk.DatasetCaches;

/** The caches of dataset generations, by the generation's name. */
public interface GenerationCaches {
    /** Makes them unless they are there. */
    DatasetCaches create(String generation, int partitions, int backups);

    /** Opens them; a RESOURCE error that names the generation when they are gone. */
    DatasetCaches open(String generation);

    /** Whether they are there. */
    boolean exists(String generation);

    /** Destroys them, if they are there. */
    void destroy(String generation);
}
