package dev.takt.web.console;

import dev.takt.access.Role;
import dev.takt.access.Token;
import dev.takt.access.Tokens;
import dev.takt.record.Page;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The API tokens: who has which, and the form that makes one. Its secret is shown once. For administrators. */
@Named
@RequestScoped
public class TokenPage {
    /** How many rows a page has. */
    private static final int ROWS = 50;

    @Inject
    private Tokens tokens;

    @Inject
    private Viewer viewer;

    @Inject
    private Notice notice;

    @Inject
    private HttpServletRequest request;

    private Page<Token> page = new Page<>(List.of(), null);
    private String secret;
    private String user;
    private String label;
    private String scope = Role.SUBMITTER.label();
    private String validity;

    @PostConstruct
    void load() {
        user = viewer.getName();
        notice.attempt(this::read);
    }

    private void read() {
        viewer.require(Permission.ADMINISTER);
        String after = request.getParameter("after");
        page = tokens.list(null, after == null ? null : UUID.fromString(after), ROWS);
    }

    public List<Token> getRows() {
        return page.items();
    }

    public String getNext() {
        return page.next();
    }

    public List<String> getScopes() {
        return Stream.of(Role.values()).map(Role::label).toList();
    }

    /** How a token stands: valid, expired or revoked. */
    public String standing(Token token) {
        if (token.revokedAt() != null) {
            return "Revoked";
        }
        return token.expiresAt().isAfter(Instant.now()) ? "Valid" : "Expired";
    }

    /** The secret of the token that was just made; null otherwise. */
    public String getSecret() {
        return secret;
    }

    public void issue() {
        notice.attempt(() -> {
            viewer.require(Permission.ADMINISTER);
            Fields fields = new Fields();
            var span = fields.span("validity", validity);
            String owner = fields.needed("user", user);
            fields.throwIfWrong();
            Tokens.Issued issued =
                    tokens.issue(owner, label, EnumSet.of(Role.of(scope, "scopes")), span, viewer.getName());
            secret = issued.secret();
            label = null;
            read();
        });
    }

    public void revoke(Token token) {
        notice.attempt(() -> {
            viewer.require(Permission.ADMINISTER);
            tokens.revoke(token.id(), viewer.getName());
            notice.done("Token '" + token.label() + "' of " + token.user() + " opens nothing any more.");
            read();
        });
    }

    public String getUser() {
        return user;
    }

    public void setUser(String user) {
        this.user = user;
    }

    public String getLabel() {
        return label;
    }

    public void setLabel(String label) {
        this.label = label;
    }

    public String getScope() {
        return scope;
    }

    public void setScope(String scope) {
        this.scope = scope;
    }

    public String getValidity() {
        return validity;
    }

    public void setValidity(String validity) {
        this.validity = validity;
    }
}
