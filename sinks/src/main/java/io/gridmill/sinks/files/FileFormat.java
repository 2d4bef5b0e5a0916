package io.gridmill.sinks.files;

import io.gridmill.core.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.vector.VectorSchemaRoot;

/** How batches become the bytes of one file. Stateless and thread-safe. */
public interface FileFormat {
    /** The end of file names, without the dot. */
    String extension();

    /** Starts a file. The writer never closes the stream. */
    FileWriter open(OutputStream out, TableSchema schema) throws IOException;

    /** Writes one file. Not thread-safe. Closing frees memory, and ends nothing. */
    interface FileWriter extends AutoCloseable {
        void write(VectorSchemaRoot batch) throws IOException;

        /**
         * Ends the file and hands all bytes to the stream.
         *
         * @return rows that the file holds, counted by whoever wrote them
         */
        long finish() throws IOException;

        @Override
        void close();
    }
}
