/** How work comes in, tested against the real server: REST, JMS, EJB in and out of transactions, cron. */
package dev.takt.intake;
