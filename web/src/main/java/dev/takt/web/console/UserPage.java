package dev.takt.web.console;

import dev.takt.access.Account;
import dev.takt.access.Role;
import dev.takt.access.Users;
import dev.takt.api.TaktException;
import dev.takt.record.Page;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The users: who may come in and what they may do. For administrators. */
@Named
@RequestScoped
public class UserPage {
    /** How many rows a page has. */
    private static final int ROWS = 50;

    @Inject
    private Users users;

    @Inject
    private Viewer viewer;

    @Inject
    private Notice notice;

    @Inject
    private HttpServletRequest request;

    private Page<Account> page = new Page<>(List.of(), null);
    private Account edited;
    private String name;
    private String password;
    private String role = Role.VIEWER.label();

    @PostConstruct
    void load() {
        notice.attempt(() -> {
            viewer.require(Permission.ADMINISTER);
            page = users.list(request.getParameter("after"), ROWS);
            name = request.getParameter("edit");
            edited = name == null ? null : users.find(name).orElse(null);
            if (edited != null) {
                role = strongest(edited);
            }
        });
    }

    public List<Account> getRows() {
        return page.items();
    }

    public String getNext() {
        return page.next();
    }

    public List<String> getRoles() {
        return Stream.of(Role.values()).map(Role::label).toList();
    }

    /** The role that brings all others of this user with it, or else all of them by name. */
    public String strongest(Account account) {
        return Stream.of(Role.values())
                .filter(candidate -> candidate.closure().equals(account.roles()))
                .map(Role::label)
                .findFirst()
                .orElseGet(() -> account.roles().stream().map(Role::label).collect(Collectors.joining(", ")));
    }

    /** Whether the form is for a user that exists. */
    public boolean isEditing() {
        return edited != null;
    }

    /** Makes a user, or gives one that exists another role and, if one was typed, another one-time password. */
    public void save() {
        change(() -> {
            Set<Role> roles = EnumSet.of(Role.of(role, "role"));
            if (edited == null) {
                users.create(name, password, roles, viewer.getName());
                notice.done("User '" + name + "' may sign in, and chooses a password of their own then.");
                return;
            }
            if (!strongest(edited).equals(role)) {
                users.setRoles(edited.name(), roles, viewer.getName());
            }
            if (password != null && !password.isEmpty()) {
                users.resetPassword(edited.name(), password, viewer.getName());
            }
            notice.done("User '" + edited.name() + "' is saved.");
        });
    }

    public void disable(String user) {
        change(() -> {
            users.setDisabled(user, true, viewer.getName());
            notice.done("User '" + user + "' may not sign in any more; sessions and tokens are closed.");
        });
    }

    public void enable(String user) {
        change(() -> {
            users.setDisabled(user, false, viewer.getName());
            notice.done("User '" + user + "' may sign in again.");
        });
    }

    public void delete() {
        change(() -> {
            if (edited == null) {
                throw new TaktException.NotFound("No user is chosen; choose one from the list.");
            }
            users.delete(edited.name(), viewer.getName());
            notice.done("User '" + edited.name() + "' is deleted.");
            edited = null;
        });
    }

    private void change(Notice.Action action) {
        notice.attempt(() -> {
            viewer.require(Permission.ADMINISTER);
            action.perform();
            page = users.list(request.getParameter("after"), ROWS);
        });
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getRole() {
        return role;
    }

    public void setRole(String role) {
        this.role = role;
    }
}
