package io.gridmill.cli.jobfile;

import java.util.Collection;
import java.util.List;

/**
 * A key of a job file.
 *
 * @param required whether it must be there
 * @param fallback what holds when it is not there, for people; empty when it is required or nothing holds
 * @param explanation a sentence
 */
record JobKey(String name, KeyRule rule, boolean required, String fallback, String explanation) {
    static JobKey required(String name, KeyRule rule, String explanation) {
        return new JobKey(name, rule, true, "", explanation);
    }

    static JobKey optional(String name, KeyRule rule, String fallback, String explanation) {
        return new JobKey(name, rule, false, fallback, explanation);
    }

    static List<String> names(Collection<JobKey> keys) {
        return keys.stream().map(JobKey::name).toList();
    }
}
