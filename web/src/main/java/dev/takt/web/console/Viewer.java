package dev.takt.web.console;

import dev.takt.web.access.SignIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;

/** The person in front of the screen: name, rights, theme and time zone. */
@Named
@RequestScoped
public class Viewer {
    private static final String THEME_COOKIE = "takt-theme";
    private static final String ZONE_COOKIE = "takt-zone";
    private static final Set<String> THEMES = Set.of("light", "dark");

    @Inject
    private SignIn signIn;

    @Inject
    private HttpServletRequest request;

    private ZoneId zone;

    public String getName() {
        return signIn.userName();
    }

    /** The first letter of the name; empty when nobody is signed in. */
    public String getInitial() {
        return signIn.userName() == null ? "" : signIn.userName().substring(0, 1);
    }

    /** Whether the person sees more than tasks. */
    public boolean isLooker() {
        return may(Permission.LOOK);
    }

    public boolean isSubmitter() {
        return may(Permission.SUBMIT);
    }

    public boolean isOperator() {
        return may(Permission.OPERATE);
    }

    public boolean isAdministrator() {
        return may(Permission.ADMINISTER);
    }

    /** Why this person may not submit; empty when they may. */
    public String getNoSubmit() {
        return refusal(Permission.SUBMIT);
    }

    /** Why this person may not operate; empty when they may. */
    public String getNoOperate() {
        return refusal(Permission.OPERATE);
    }

    /** Why this person may not administer; empty when they may. */
    public String getNoAdminister() {
        return refusal(Permission.ADMINISTER);
    }

    /** The theme that the person chose: light, dark, or empty for the system's. */
    public String getTheme() {
        String chosen = cookie(THEME_COOKIE);
        return THEMES.contains(chosen) ? chosen : "";
    }

    /** The zone of the person's browser, which all times on the screen are told in; UTC until the browser has said. */
    public ZoneId getZone() {
        if (zone == null) {
            zone = zoneOrUtc(cookie(ZONE_COOKIE));
        }
        return zone;
    }

    boolean may(Permission permission) {
        return signIn.hasRole(permission.role().label());
    }

    /** Lets the action go on only when the person may do it: the disabled button is a courtesy, this is the rule. */
    void require(Permission permission) {
        if (!may(permission)) {
            throw new SecurityException(permission.refusal());
        }
    }

    private String refusal(Permission permission) {
        return may(permission) ? "" : permission.refusal();
    }

    private static ZoneId zoneOrUtc(String id) {
        if (id.isEmpty()) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(id);
        } catch (DateTimeException unknown) {
            // A browser may know zones that this Java does not; its times are then told in UTC, and say so.
            return ZoneOffset.UTC;
        }
    }

    private String cookie(String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name)) {
                    return URLDecoder.decode(cookie.getValue(), StandardCharsets.UTF_8);
                }
            }
        }
        return "";
    }
}
