package io.gridmill.compute.simd;

/** Looks at every byte for the first of the literal. */
final class ScalarByteSearch implements ByteSearch {
    @Override
    public int find(byte[] text, int from, int to, byte[] literal) {
        byte first = literal[0];
        for (int i = from; i <= to - literal.length; i++) {
            if (text[i] == first && matches(text, i, literal)) {
                return i;
            }
        }
        return -1;
    }

    static boolean matches(byte[] text, int at, byte[] literal) {
        for (int i = 0; i < literal.length; i++) {
            if (text[at + i] != literal[i]) {
                return false;
            }
        }
        return true;
    }
}
