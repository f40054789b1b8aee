package dev.takt.access;

import dev.takt.api.TaktException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a user may do. A stronger role brings the weaker ones with it; the record holds the complete set, so that
 * whoever reads it (Elytron's realm for JMS and EJB, this code for HTTP) needs no knowledge of the hierarchy.
 */
public enum Role {
    /** Sees everything but users, tokens and the audit trail. */
    VIEWER,
    /** Submits tasks, runs jobs and sees tasks. */
    SUBMITTER,
    /** Cancels, retries, pauses and resumes; submits and sees. */
    OPERATOR,
    /** Does everything. */
    ADMINISTRATOR;

    /** The names for annotations, which need constants. */
    public static final String VIEWER_NAME = "viewer";

    public static final String SUBMITTER_NAME = "submitter";
    public static final String OPERATOR_NAME = "operator";
    public static final String ADMINISTRATOR_NAME = "administrator";

    /** The role's name as it stands in the database, in Elytron and in documents. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** This role and those that it brings with it. */
    public Set<Role> closure() {
        return switch (this) {
            case VIEWER -> EnumSet.of(VIEWER);
            case SUBMITTER -> EnumSet.of(SUBMITTER);
            case OPERATOR -> EnumSet.of(VIEWER, SUBMITTER, OPERATOR);
            case ADMINISTRATOR -> EnumSet.allOf(Role.class);
        };
    }

    /** The roles and all that they bring with them. */
    public static Set<Role> closure(Collection<Role> roles) {
        Set<Role> all = EnumSet.noneOf(Role.class);
        roles.forEach(role -> all.addAll(role.closure()));
        return all;
    }

    /**
     * The role with this label.
     *
     * @param field what to name in the violation
     * @throws TaktException.Invalid when there is none
     */
    public static Role of(String label, String field) {
        for (Role role : values()) {
            if (role.label().equals(label)) {
                return role;
            }
        }
        throw new TaktException.Invalid(
                field, "'" + label + "' is not a role; use viewer, submitter, operator or administrator.");
    }
}
