package io.gridmill.sinks.parquet;

import io.gridmill.core.schema.ColumnType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/** Moves single values of one vector into one Parquet column. */
interface CellWriter {
    /** Definition level of a value in an optional column of the first level; NULL's is 0. */
    int DEFINED = 1;

    void write(int row);

    /** A writer that minds NULLs. */
    static CellWriter of(ColumnType type, FieldVector vector, ColumnWriter column) {
        CellWriter value = value(type, vector, column);
        if (vector.getNullCount() == 0) {
            return value;
        }
        return row -> {
            if (vector.isNull(row)) {
                column.writeNull(0, 0);
            } else {
                value.write(row);
            }
        };
    }

    private static CellWriter value(ColumnType type, FieldVector vector, ColumnWriter column) {
        return switch (type.kind()) {
            case BOOLEAN -> {
                BitVector typed = (BitVector) vector;
                yield row -> column.write(typed.get(row) != 0, 0, DEFINED);
            }
            case TINYINT -> {
                TinyIntVector typed = (TinyIntVector) vector;
                yield row -> column.write((int) typed.get(row), 0, DEFINED);
            }
            case SMALLINT -> {
                SmallIntVector typed = (SmallIntVector) vector;
                yield row -> column.write((int) typed.get(row), 0, DEFINED);
            }
            case INTEGER -> {
                IntVector typed = (IntVector) vector;
                yield row -> column.write(typed.get(row), 0, DEFINED);
            }
            case BIGINT -> {
                BigIntVector typed = (BigIntVector) vector;
                yield row -> column.write(typed.get(row), 0, DEFINED);
            }
            case REAL -> {
                Float4Vector typed = (Float4Vector) vector;
                yield row -> column.write(typed.get(row), 0, DEFINED);
            }
            case DOUBLE -> {
                Float8Vector typed = (Float8Vector) vector;
                yield row -> column.write(typed.get(row), 0, DEFINED);
            }
            case DATE -> {
                DateDayVector typed = (DateDayVector) vector;
                yield row -> column.write(typed.get(row), 0, DEFINED);
            }
            case TIMESTAMP -> {
                TimeStampMicroVector typed = (TimeStampMicroVector) vector;
                yield row -> column.write(typed.get(row), 0, DEFINED);
            }
            case VARCHAR -> {
                VarCharVector typed = (VarCharVector) vector;
                yield row -> column.write(Binary.fromConstantByteArray(typed.get(row)), 0, DEFINED);
            }
            case DECIMAL -> decimal(type, (DecimalVector) vector, column);
        };
    }

    private static CellWriter decimal(ColumnType type, DecimalVector vector, ColumnWriter column) {
        ArrowBuf data = vector.getDataBuffer();
        if (type.precision() <= ParquetTypes.INT32_DIGITS) {
            return row -> column.write(data.getInt((long) row * DecimalVector.TYPE_WIDTH), 0, DEFINED);
        } else if (type.precision() <= ParquetTypes.INT64_DIGITS) {
            return row -> column.write(data.getLong((long) row * DecimalVector.TYPE_WIDTH), 0, DEFINED);
        }
        int width = ParquetTypes.fixedBytes(type.precision());
        return row -> {
            byte[] bigEndian = new byte[width];
            long start = (long) row * DecimalVector.TYPE_WIDTH;
            for (int i = 0; i < width; i++) {
                bigEndian[width - 1 - i] = data.getByte(start + i);
            }
            column.write(Binary.fromConstantByteArray(bigEndian), 0, DEFINED);
        };
    }
}
