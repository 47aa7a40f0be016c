package dev.forewarn.watch;

import java.util.Map;
import org.jboss.logging.MDC;

/** Writes log lines that name what they are about in fields of their own, for those who read them as JSON. */
public final class Ids {

    /** An event: who says it, and the id that it has there. */
    public static final String SOURCE = "eventSource";

    public static final String EVENT = "eventId";
    public static final String CUTOFF = "cutoffId";
    public static final String NOTICE = "noticeId";
    public static final String SUBSCRIPTION = "subscriptionId";
    public static final String LOOP = "loop";

    private Ids() {}

    /** @param line logs, on this thread and at once */
    public static void with(Map<String, ?> ids, Runnable line) {
        ids.forEach(MDC::put);
        try {
            line.run();
        } finally {
            ids.keySet().forEach(MDC::remove);
        }
    }
}
