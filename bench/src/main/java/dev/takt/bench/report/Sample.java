package dev.takt.bench.report;

import java.util.Map;

/**
 * What one contestant did once.
 *
 * @param workload the workload
 * @param contestant the contestant
 * @param round from 1
 * @param takenAt when, ISO 8601
 * @param figures by name, with the unit as the name's last word
 * @param failure why there are none; null when there are
 */
public record Sample(
        String workload, String contestant, int round, String takenAt, Map<String, Double> figures, String failure) {}
