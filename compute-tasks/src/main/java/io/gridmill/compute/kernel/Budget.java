package io.gridmill.compute.kernel;

import io.gridmill.core.error.GridmillException;
import java.util.concurrent.atomic.AtomicLong;

/** Heap memory of one attempt: tables, sorts and string pools ask before they grow. Thread-safe. */
public final class Budget {
    private final long limitBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    public Budget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /**
     * Takes memory, or says that there is no more.
     *
     * @param purpose what for, as it stands in the message: "groups of GROUP BY"
     * @throws GridmillException with code RESOURCE when the budget does not hold that much
     */
    public void charge(long bytes, String purpose) {
        long used = usedBytes.addAndGet(bytes);
        if (used > limitBytes) {
            usedBytes.addAndGet(-bytes);
            throw GridmillException.resource("memory of a query must stay within its budget of " + limitBytes
                    + " bytes, needed " + used + " bytes for " + purpose
                    + "; select or group fewer rows, or give the job a larger budget");
        }
    }

    /** Takes memory that makes things faster, as long as half of the budget is left, or says no: then the slower way needs less. */
    public boolean tryCharge(long bytes) {
        if (usedBytes.addAndGet(bytes) <= limitBytes / 2) {
            return true;
        }
        usedBytes.addAndGet(-bytes);
        return false;
    }

    public void release(long bytes) {
        usedBytes.addAndGet(-bytes);
    }
}
