package dev.takt.web.console;

import dev.takt.access.Audit;
import dev.takt.record.Page;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The audit trail: who did what, and when. For administrators. */
@Named
@RequestScoped
public class AuditPage {
    /** How many rows a page has: what one reads at a stretch, in one short query. */
    private static final int ROWS = 50;

    @Inject
    private Audit audit;

    @Inject
    private Viewer viewer;

    @Inject
    private Notice notice;

    @Inject
    private HttpServletRequest request;

    private Page<Audit.Entry> page = new Page<>(List.of(), null);

    @PostConstruct
    void load() {
        notice.attempt(() -> {
            viewer.require(Permission.ADMINISTER);
            String after = text("after");
            page = audit.list(new Audit.Filter(
                    text("actor"),
                    text("action"),
                    text("target"),
                    null,
                    null,
                    after == null ? null : UUID.fromString(after),
                    ROWS));
        });
    }

    public List<Audit.Entry> getRows() {
        return page.items();
    }

    public boolean isNarrowed() {
        return text("actor") != null || text("action") != null || text("target") != null || text("after") != null;
    }

    /** The address of the next page; null when this is the last. */
    public String getOlder() {
        if (page.next() == null) {
            return null;
        }
        return "audit.xhtml?actor=" + encoded("actor") + "&action=" + encoded("action") + "&target=" + encoded("target")
                + "&after=" + page.next();
    }

    private String encoded(String name) {
        return URLEncoder.encode(Objects.requireNonNullElse(text(name), ""), StandardCharsets.UTF_8);
    }

    private String text(String name) {
        String value = request.getParameter(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
