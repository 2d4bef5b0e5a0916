package io.gridmill.compute.kernel;

/** Where generated code finds an input of a row. */
public enum Access {
    /** In the arrays of its {@link Slot}. */
    ARRAY(""),
    /** A stored integer of so many bytes, in the chunk's own memory, plus the slot's base. */
    STORED_0("0L"),
    STORED_1("MemoryUtil.getByte(%s + %s)"),
    STORED_2("MemoryUtil.getShort(%s + 2L * %s)"),
    STORED_4("MemoryUtil.getInt(%s + 4L * %s)"),
    STORED_8("MemoryUtil.getLong(%s + 8L * %s)"),
    /** A dictionary code of so many bytes, in the chunk's own memory; the slot's arrays are by code. */
    CODE_0("0"),
    CODE_1("(MemoryUtil.getByte(%s + %s) & 0xFF)"),
    CODE_2("(MemoryUtil.getShort(%s + 2L * %s) & 0xFFFF)"),
    CODE_4("MemoryUtil.getInt(%s + 4L * %s)");

    private final String code;

    Access(String code) {
        this.code = code;
    }

    public static Access stored(int width) {
        return switch (width) {
            case 0 -> STORED_0;
            case 1 -> STORED_1;
            case 2 -> STORED_2;
            case 4 -> STORED_4;
            default -> STORED_8;
        };
    }

    public static Access code(int width) {
        return switch (width) {
            case 0 -> CODE_0;
            case 1 -> CODE_1;
            case 2 -> CODE_2;
            default -> CODE_4;
        };
    }

    boolean isStored() {
        return ordinal() >= STORED_0.ordinal() && ordinal() <= STORED_8.ordinal();
    }

    boolean isCode() {
        return ordinal() >= CODE_0.ordinal();
    }

    /** Java that reads the stored integer or the code of a row. */
    String read(String address, String row) {
        return String.format(code, address, row);
    }
}
