package io.gridmill.loaders.arrow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;

/** Reads the wanted columns of record batches, and the dictionaries that these need, once each. Not thread-safe. */
final class RecordBatchReader {
    private final ArrowInput input;
    private final int[] places;
    private final Map<Message, ColumnBuffers> dictionaries = new HashMap<>();

    /** @param places of the columns that are wanted */
    RecordBatchReader(ArrowInput input, int[] places) {
        this.input = input;
        this.places = places;
    }

    /** The wanted columns, in their order. */
    List<ArrowColumn> read(Message message) throws IOException {
        boolean[] wanted = new boolean[input.fields().size()];
        for (int place : places) {
            wanted[place] = true;
        }
        BufferReader buffers = buffers(message);
        ArrowColumn[] columns = new ArrowColumn[wanted.length];
        for (int place = 0; place < wanted.length; place++) {
            Field field = input.fields().get(place);
            if (wanted[place]) {
                columns[place] = column(field, buffers, message);
            } else {
                buffers.skip(field);
            }
        }
        List<ArrowColumn> found = new ArrayList<>();
        for (int place : places) {
            found.add(columns[place]);
        }
        return found;
    }

    private ArrowColumn column(Field field, BufferReader buffers, Message message) throws IOException {
        DictionaryEncoding encoding = field.getDictionary();
        ColumnBuffers column = buffers.read(encoding == null ? field.getType() : encoding.getIndexType());
        if (column.rows() != message.rows()) {
            throw new DamagedMessage("column '" + field.getName() + "' must have " + message.rows()
                    + " rows, as its record batch has, got " + column.rows());
        }
        return new ArrowColumn(column, encoding == null ? null : dictionary(encoding.getId(), field, message));
    }

    private ColumnBuffers dictionary(long id, Field field, Message message) throws IOException {
        Message found = input.dictionary(id, message);
        ColumnBuffers known = dictionaries.get(found);
        if (known == null) {
            known = buffers(found).read(field.getType());
            dictionaries.put(found, known);
        }
        return known;
    }

    private BufferReader buffers(Message message) throws DamagedMessage {
        RecordBatch batch = message.batch();
        if (batch == null) {
            throw new DamagedMessage("the message at byte " + message.offset() + " holds no columns");
        }
        return new BufferReader(input.channel(), message, batch);
    }
}
