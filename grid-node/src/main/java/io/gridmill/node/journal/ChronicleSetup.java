package io.gridmill.node.journal;

import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;
import org.slf4j.LoggerFactory;

/** Chronicle's process-wide settings: no reports home, no banner, no disk watcher, and its messages in our log. */
final class ChronicleSetup {
    private static final ExceptionHandler LOG_DETAIL = (type, message, thrown) ->
            LoggerFactory.getLogger("net.openhft.chronicle").debug("{}", message, thrown);
    private static final ExceptionHandler LOG_WARNING = (type, message, thrown) ->
            LoggerFactory.getLogger("net.openhft.chronicle").warn("{}", message, thrown);

    private ChronicleSetup() {}

    /** Must come before the first queue is opened; may be repeated. */
    static void apply() {
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
        Jvm.setExceptionHandlers(LOG_WARNING, LOG_DETAIL, LOG_DETAIL, LOG_DETAIL);
    }
}
