package io.gridmill.compute.simd;

import org.apache.arrow.memory.util.MemoryUtil;

/** A value at a time, without branches. */
final class ScalarRangeMask implements RangeMask {
    @Override
    @SuppressWarnings("ShortCircuitBoolean") // A branch for each value is what this avoids.
    public void clearOutside(long address, int width, long min, long max, int rows, byte[] keep) {
        switch (width) {
            case 1 -> {
                for (int i = 0; i < rows; i++) {
                    int value = MemoryUtil.getByte(address + i);
                    keep[i] &= (byte) (value >= min & value <= max ? 1 : 0);
                }
            }
            case 2 -> {
                for (int i = 0; i < rows; i++) {
                    int value = MemoryUtil.getShort(address + 2L * i);
                    keep[i] &= (byte) (value >= min & value <= max ? 1 : 0);
                }
            }
            case 4 -> {
                for (int i = 0; i < rows; i++) {
                    int value = MemoryUtil.getInt(address + 4L * i);
                    keep[i] &= (byte) (value >= min & value <= max ? 1 : 0);
                }
            }
            default -> {
                for (int i = 0; i < rows; i++) {
                    long value = MemoryUtil.getLong(address + 8L * i);
                    keep[i] &= (byte) (value >= min & value <= max ? 1 : 0);
                }
            }
        }
    }
}
