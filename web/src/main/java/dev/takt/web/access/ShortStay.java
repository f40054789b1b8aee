package dev.takt.web.access;

import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;

/**
 * A session that nobody has signed in to costs memory for two minutes, not for thirty. The login page needs none, however
 * long it is open. How many sessions there are at most is the server's setting (web.cli).
 */
@WebListener
public class ShortStay implements HttpSessionListener {
    private static final int UNTIL_SIGNED_IN_SECONDS = 120;

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        event.getSession().setMaxInactiveInterval(UNTIL_SIGNED_IN_SECONDS);
    }
}
