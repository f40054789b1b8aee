package dev.takt.web.console;

import dev.takt.api.Needs;

/** What a task or job asks beyond a handler and a slot, as typed. */
public class NeedsFields {
    private String expected;
    private String deadline;
    private String cpu;
    private String memoryMb;
    private String affinityKey;
    private String group;
    private String nodeLabels;
    private String preferLabels;

    /** Fills the form from a job's; null leaves it empty. */
    void show(Needs needs, Show show) {
        if (needs == null) {
            return;
        }
        expected = Spans.write(needs.expected());
        deadline = Spans.write(needs.deadlineIn());
        cpu = needs.cpu() == null ? null : needs.cpu().toString();
        memoryMb = needs.memoryMb() == null ? null : needs.memoryMb().toString();
        affinityKey = needs.affinityKey();
        group = needs.group();
        nodeLabels = show.labels(needs.nodeLabels());
        preferLabels = show.labels(needs.preferLabels());
    }

    /** What was typed; null when it was nothing. */
    Needs read(Fields read) {
        Needs needs = new Needs(
                read.span("expected", expected),
                null,
                read.span("deadline", deadline),
                read.decimal("resources.cpu", cpu),
                read.integer("resources.memoryMb", memoryMb),
                read.text(affinityKey),
                read.text(group),
                read.labels("nodeLabels", nodeLabels),
                read.labels("preferLabels", preferLabels));
        return needs.equals(Needs.NONE) ? null : needs;
    }

    public String getExpected() {
        return expected;
    }

    public void setExpected(String expected) {
        this.expected = expected;
    }

    public String getDeadline() {
        return deadline;
    }

    public void setDeadline(String deadline) {
        this.deadline = deadline;
    }

    public String getCpu() {
        return cpu;
    }

    public void setCpu(String cpu) {
        this.cpu = cpu;
    }

    public String getMemoryMb() {
        return memoryMb;
    }

    public void setMemoryMb(String memoryMb) {
        this.memoryMb = memoryMb;
    }

    public String getAffinityKey() {
        return affinityKey;
    }

    public void setAffinityKey(String affinityKey) {
        this.affinityKey = affinityKey;
    }

    public String getGroup() {
        return group;
    }

    public void setGroup(String group) {
        this.group = group;
    }

    public String getNodeLabels() {
        return nodeLabels;
    }

    public void setNodeLabels(String nodeLabels) {
        this.nodeLabels = nodeLabels;
    }

    public String getPreferLabels() {
        return preferLabels;
    }

    public void setPreferLabels(String preferLabels) {
        this.preferLabels = preferLabels;
    }
}
