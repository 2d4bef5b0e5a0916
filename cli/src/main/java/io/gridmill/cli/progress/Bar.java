package io.gridmill.cli.progress;

import io.gridmill.cli.session.Terminals;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar in the last line of a terminal. It draws by itself ten times a second, between the looks at the job. */
final class Bar implements AutoCloseable {
    private static final int UPDATE_MILLIS = 100;

    private final LastLine line;
    private final ProgressBar bar;
    private volatile Duration left = Duration.ZERO;

    Bar(PrintStream err, Pace pace) {
        this.line = new LastLine(err, Terminals.columns());
        this.bar = new ProgressBarBuilder()
                .setTaskName(pace.now().id())
                .setInitialMax(1)
                .setUnit(pace.unit(), pace.unitSize())
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setEtaFunction(state -> left.isZero() ? Optional.empty() : Optional.of(left))
                .setConsumer(line)
                .build();
    }

    void show(Pace pace) {
        left = pace.left();
        // The text first: the library draws when the number has grown, and perhaps never again after.
        bar.setExtraMessage(" " + pace.shares() + (pace.speed().isEmpty() ? "" : ", " + pace.speed()));
        bar.maxHint(pace.total());
        bar.stepTo(Math.min(pace.done(), pace.total()));
    }

    @Override
    public void close() {
        line.close(); // first, because the library draws once more, some time after its close has returned
        bar.close();
    }

    /** Redraws one line in place, and wipes it at the end; the library's own consumer would start JLine for that. Thread-safe. */
    private static final class LastLine implements ProgressBarConsumer {
        private final PrintStream err;
        private final int width;
        private boolean closed;

        LastLine(PrintStream err, int width) {
            this.err = err;
            this.width = width;
        }

        @Override
        public int getMaxRenderedLength() {
            return width - 1;
        }

        @Override
        public synchronized void accept(@Nullable String text) {
            if (!closed) {
                String shown = text == null ? "" : text;
                err.print("\r" + shown.substring(0, Math.min(shown.length(), width - 1)) + "\u001b[K");
                err.flush();
            }
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                err.print("\r\u001b[K");
                err.flush();
            }
        }
    }
}
