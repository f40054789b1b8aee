package dev.takt.bench.peer;

import dev.takt.bench.workload.Work;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.TriggerKey;

/** Performs what Quartz triggers; the trigger's name is the number. */
public final class QuartzTask implements Job {
    /** The name of the job whose triggers recur. */
    static final String FIRING = "firing";

    private final Work work;

    QuartzTask(Work work) {
        this.work = work;
    }

    @Override
    public void execute(JobExecutionContext context) {
        TriggerKey trigger = context.isRecovering()
                ? context.getRecoveringTriggerKey()
                : context.getTrigger().getKey();
        if (context.getJobDetail().getKey().getName().equals(FIRING)) {
            work.fired(Integer.parseInt(trigger.getName()));
        } else {
            work.run(Long.parseLong(trigger.getName()));
        }
    }
}
