package dev.takt.web.console;

import dev.takt.access.Role;

/** What a person may do in the console, and the role that it takes; stronger roles bring it with them. */
public enum Permission {
    LOOK(Role.VIEWER),
    SUBMIT(Role.SUBMITTER),
    OPERATE(Role.OPERATOR),
    ADMINISTER(Role.ADMINISTRATOR);

    private final Role role;

    Permission(Role role) {
        this.role = role;
    }

    /** The role that brings this permission. */
    Role role() {
        return role;
    }

    /** Why a person without the role may not, and what to do about it. */
    String refusal() {
        return "This needs the role " + role.label() + "; an administrator can give it to you.";
    }
}
