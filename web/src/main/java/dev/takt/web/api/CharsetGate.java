package dev.takt.web.api;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;
import java.util.Set;

/** Refuses bodies that say that they are not in UTF-8: JSON is (RFC 8259), and read as such it would be something else. */
@Provider
public class CharsetGate implements ContainerRequestFilter {
    /** ASCII is UTF-8 too. */
    private static final Set<String> TAKEN = Set.of("utf-8", "utf8", "us-ascii");

    @Override
    public void filter(ContainerRequestContext request) {
        MediaType form = request.getMediaType();
        String charset = form == null ? null : form.getParameters().get(MediaType.CHARSET_PARAMETER);
        if (charset != null && !TAKEN.contains(charset.toLowerCase(Locale.ROOT))) {
            throw new NotSupportedException();
        }
    }
}
