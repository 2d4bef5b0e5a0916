package io.gridmill.core.batch;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a VARCHAR column of a batch, where they lie: one a row, or as places in a dictionary, the way Arrow encodes it: the
 * column is then an {@link IntVector} whose field names the dictionary. Here every place lies in the dictionary, also that of a
 * NULL row, whose text should be empty, and a dictionary's vector does not change while it is in use: another dictionary is another vector.
 */
public final class TextRows {
    /** The dictionaries of a batch, by the numbers in the fields of its columns. */
    @FunctionalInterface
    public interface Dictionaries {
        VarCharVector get(long number);
    }

    /** Of batches whose texts are all written out. */
    public static final Dictionaries NO_DICTIONARIES = number -> {
        throw new IllegalArgumentException(
                "a batch must have the dictionaries that its columns name, has no " + number);
    };

    private static final ArrowType.Int PLACE_TYPE = new ArrowType.Int(Integer.SIZE, true);

    private final VarCharVector texts;
    private final @Nullable IntVector places;
    private final long offsets;
    private final long placeAddress;

    private TextRows(VarCharVector texts, @Nullable IntVector places) {
        this.texts = texts;
        this.places = places;
        offsets = texts.getOffsetBufferAddress();
        placeAddress = places == null ? 0 : places.getDataBufferAddress();
    }

    /**
     * @param column of type VARCHAR
     * @throws IllegalArgumentException when its dictionary is not among those given
     */
    public static TextRows of(FieldVector column, Dictionaries dictionaries) {
        if (column instanceof VarCharVector texts) {
            return new TextRows(texts, null);
        }
        long number = column.getField().getDictionary().getId();
        return new TextRows(dictionaries.get(number), (IntVector) column);
    }

    /** The field of a column of places; a NULL is a NULL of the places. */
    public static Field placesField(String name, long dictionary) {
        DictionaryEncoding encoding = new DictionaryEncoding(dictionary, false, PLACE_TYPE);
        return new Field(name, new FieldType(true, PLACE_TYPE, encoding), null);
    }

    /** Whether a field is of a type, or of places in a dictionary of texts where the type is VARCHAR. */
    public static boolean isOf(Field field, ArrowType type) {
        return type instanceof ArrowType.Utf8 && field.getDictionary() != null
                ? field.getType().equals(PLACE_TYPE)
                : field.getType().equals(type);
    }

    /** The texts, one a row, or each of the dictionary once. */
    public VarCharVector texts() {
        return texts;
    }

    /** Each row's place in {@link #texts}; null when it is the row. */
    public @Nullable IntVector places() {
        return places;
    }

    public int place(int row) {
        return places == null ? row : MemoryUtil.getInt(placeAddress + 4L * row);
    }

    /** Where a row's text begins, behind the begin of the texts' data. */
    public int start(int row) {
        return MemoryUtil.getInt(offsets + 4L * place(row));
    }

    /** Bytes of a row's text; also of a NULL row, which means nothing. */
    public int length(int row) {
        long offset = offsets + 4L * place(row);
        return MemoryUtil.getInt(offset + 4) - MemoryUtil.getInt(offset);
    }
}
