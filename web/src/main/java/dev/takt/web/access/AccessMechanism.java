package dev.takt.web.access;

import dev.takt.access.Caller;
import dev.takt.access.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks, at each request, the door that it comes to, and tells the container who it is. */
@ApplicationScoped
public class AccessMechanism implements HttpAuthenticationMechanism {
    private ApiDoor api;
    private ConsoleDoor console;

    /** For the container. */
    protected AccessMechanism() {}

    @Inject
    AccessMechanism(ApiDoor api, ConsoleDoor console) {
        this.api = api;
        this.console = console;
    }

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        Passage passage =
                switch (Door.of(request)) {
                    case OPEN -> Passage.let(console.visitor(request));
                    case API -> api.enter(request);
                    case CONSOLE -> console.enter(request);
                };
        passage.decide(request);
        Caller caller = passage.caller();
        // Nobody in particular goes on as far as the guard, which writes the refusal.
        return caller == null
                ? context.doNothing()
                : context.notifyContainerAboutLogin(caller.name(), labels(caller.roles()));
    }

    private static Set<String> labels(Set<Role> roles) {
        return roles.stream().map(Role::label).collect(Collectors.toUnmodifiableSet());
    }
}
