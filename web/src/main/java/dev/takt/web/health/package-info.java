/**
 * What this node answers at the management port's {@code /health/ready}, to load balancers and to whoever looks: each
 * class but {@link dev.takt.web.health.Checks}, which shows them to WildFly, is one check, with a sentence that says
 * what to do.
 */
package dev.takt.web.health;
