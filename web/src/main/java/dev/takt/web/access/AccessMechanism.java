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
import java.io.IOException;
import java.io.UncheckedIOException;
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
        // A refusal written here never reaches a filter, so the headers are set here.
        SecurityHeaders.set(request, response);
        try {
            Caller caller =
                    switch (Door.of(request)) {
                        case OPEN -> console.visitor(request);
                        case API -> api.enter(request, response);
                        case CONSOLE -> console.enter(request, response);
                    };
            if (caller != null) {
                request.setAttribute(Passage.ATTRIBUTE, new Passage(caller));
                return context.notifyContainerAboutLogin(caller.name(), labels(caller.roles()));
            }
            return Door.of(request) == Door.OPEN ? context.doNothing() : AuthenticationStatus.SEND_CONTINUE;
        } catch (IOException e) {
            throw new UncheckedIOException("The caller went away before the refusal was written.", e);
        }
    }

    private static Set<String> labels(Set<Role> roles) {
        return roles.stream().map(Role::label).collect(Collectors.toUnmodifiableSet());
    }
}
