package io.gridmill.loaders.arrow;

import io.gridmill.loaders.SourceContract;
import java.io.IOException;
import java.nio.file.Path;

class ArrowStreamContractTest extends SourceContract {
    @Override
    protected String format() {
        return "arrow";
    }

    @Override
    protected void write(Path file, int from, int to) throws IOException {
        ArrowFileContractTest.write(file, true, from, to);
    }
}
