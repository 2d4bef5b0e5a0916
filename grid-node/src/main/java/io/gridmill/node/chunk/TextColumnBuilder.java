package io.gridmill.node.chunk;

import io.gridmill.core.batch.TextRows;
import io.gridmill.core.schema.Column;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/**
 * Texts. As long as all rows come, in ranges, as places in dictionaries, the dictionaries are gathered one after the other and rows
 * stay places in them; else the texts are written out.
 */
final class TextColumnBuilder extends ColumnBuilder {
    private final Column column;
    private final BufferAllocator allocator;
    /** Each row's text, or those of the dictionaries. */
    private VarCharVector texts;

    private int textCount;
    private int textBytes;
    private final IntVector places;
    /** The dictionary that came last, while rows are places. */
    private @Nullable VarCharVector lastDictionary;
    /** Where its texts begin among those of all. */
    private int lastFirst;
    /** Of all rows, whether their texts are written out or not. */
    private long rowBytes;

    TextColumnBuilder(Column column, int ordinal, BufferAllocator allocator) {
        this.column = column;
        this.allocator = allocator;
        texts = newTexts();
        places = new IntVector(TextRows.placesField(column.name(), ordinal), allocator);
    }

    private VarCharVector newTexts() {
        return (VarCharVector) column.toArrow().createVector(allocator);
    }

    @Override
    FieldVector appendValues(
            FieldVector source, TextRows.Dictionaries dictionaries, int @Nullable [] chosen, int from, int count) {
        TextRows added = TextRows.of(source, dictionaries);
        rowBytes += StringLengths.total(added, chosen, from, count);
        if (chosen == null && added.places() != null && takesDictionary(added.texts())) {
            appendPlaces(added, from, count);
            return places;
        }
        writeOut();
        appendTexts(added, chosen, from, count);
        return texts;
    }

    /** Whether rows can be places in a dictionary, which is then among the texts. */
    private boolean takesDictionary(VarCharVector dictionary) {
        if (dictionary == lastDictionary) {
            return true;
        }
        int added = dictionary.getValueCount();
        long bytes = MemoryUtil.getInt(dictionary.getOffsetBufferAddress() + 4L * added);
        boolean writtenOut = rows() > 0 && lastDictionary == null;
        if (writtenOut
                || textCount + added > ChunkBuilder.MAX_ROWS
                || textBytes + bytes > ChunkBuilder.MAX_COLUMN_BYTES) {
            return false;
        }
        lastFirst = textCount;
        lastDictionary = dictionary;
        appendTexts(TextRows.of(dictionary, TextRows.NO_DICTIONARIES), null, 0, added);
        return true;
    }

    private void appendPlaces(TextRows added, int from, int count) {
        ensureRows(places, rows() + count);
        while (places.getValueCapacity() < rows() + count) {
            places.reAlloc();
        }
        long out = places.getDataBufferAddress() + 4L * rows();
        for (int i = 0; i < count; i++) {
            MemoryUtil.putInt(out + 4L * i, added.place(from + i) + lastFirst);
        }
    }

    /** Writes out the texts of rows that are places. */
    private void writeOut() {
        if (lastDictionary == null) {
            return;
        }
        lastDictionary = null;
        places.setValueCount(rows());
        try (VarCharVector dictionaries = texts) {
            TextRows rows = TextRows.of(places, number -> dictionaries);
            texts = newTexts();
            textCount = 0;
            textBytes = 0;
            appendTexts(rows, null, 0, rows());
            long bytes = (rows() + 7L) / 8;
            MemoryUtil.copyMemory(places.getValidityBufferAddress(), texts.getValidityBufferAddress(), bytes);
        }
        places.clear();
    }

    private void appendTexts(TextRows added, int @Nullable [] chosen, int from, int count) {
        ensureRows(texts, textCount + count);
        while (texts.getValueCapacity() < textCount + count) {
            texts.reallocValidityAndOffsetBuffers();
        }
        ensureBytes(textBytes + StringLengths.total(added, chosen, from, count));
        long in = added.texts().getDataBufferAddress();
        long out = texts.getDataBufferAddress();
        long outOffsets = texts.getOffsetBufferAddress();
        if (textCount == 0) {
            MemoryUtil.putInt(outOffsets, 0);
        }
        boolean inOnePiece = chosen == null && added.places() == null;
        for (int i = 0; i < count; i++) {
            int row = chosen == null ? from + i : chosen[from + i];
            int length = added.length(row);
            if (!inOnePiece) {
                MemoryUtil.copyMemory(in + added.start(row), out + textBytes, length);
            } else if (i == 0) {
                int start = added.start(from);
                MemoryUtil.copyMemory(in + start, out + textBytes, added.start(from + count) - start);
            }
            textBytes += length;
            MemoryUtil.putInt(outOffsets + 4L * (textCount + i + 1), textBytes);
        }
        textCount += count;
    }

    private void ensureBytes(long needed) {
        if (texts.getDataBuffer().capacity() < needed) {
            texts.reallocDataBuffer(Math.max(needed, 2 * texts.getDataBuffer().capacity()));
        }
    }

    @Override
    long stringColumnBytes() {
        return rowBytes + 4L * rows();
    }

    @Override
    long sizeBytes() {
        return sizeBytes(texts) + sizeBytes(places);
    }

    @Override
    FieldVector vector() {
        texts.setLastSet(textCount - 1);
        texts.setValueCount(textCount);
        if (lastDictionary == null) {
            return texts;
        }
        places.setValueCount(rows());
        return places;
    }

    @Override
    VarCharVector dictionary() {
        return texts;
    }

    @Override
    void restart(boolean keepMemory) {
        super.restart(keepMemory);
        if (!keepMemory) {
            texts.clear();
            places.clear();
        }
        textCount = 0;
        textBytes = 0;
        rowBytes = 0;
        lastDictionary = null;
    }

    @Override
    public void close() {
        texts.close();
        places.close();
    }
}
