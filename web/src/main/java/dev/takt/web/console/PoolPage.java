package dev.takt.web.console;

import dev.takt.core.policy.Placement;
import dev.takt.core.policy.Share;
import dev.takt.own.PoolChanges;
import dev.takt.own.Pools;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** The pools: who owns them, how full they are, and the form for one that the address names, or for a new one. */
@Named
@RequestScoped
public class PoolPage {
    @Inject
    private PoolChanges changes;

    @Inject
    private Snapshot snapshot;

    @Inject
    private Viewer viewer;

    @Inject
    private Notice notice;

    @Inject
    private HttpServletRequest request;

    private Pools.PoolView edited;
    private String name;
    private String placement;
    private String share;
    private String lostLimit;

    @PostConstruct
    void load() {
        name = request.getParameter("edit");
        edited = getRows().stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElse(null);
        if (edited != null) {
            placement = edited.settings().placement();
            share = edited.settings().share();
            lostLimit = edited.settings().lostLimit() == null
                    ? null
                    : edited.settings().lostLimit().toString();
        }
    }

    public List<Pools.PoolView> getRows() {
        return snapshot.now().pools();
    }

    public List<String> getPlacements() {
        return Placement.NAMES;
    }

    public List<String> getShares() {
        return Share.NAMES;
    }

    /** Whether the form is for a pool that exists. */
    public boolean isEditing() {
        return edited != null;
    }

    public void save() {
        notice.attempt(() -> {
            viewer.require(Permission.ADMINISTER);
            Fields read = new Fields();
            String named = edited == null ? read.needed("name", name) : edited.name();
            Integer lost = read.integer("lostLimit", lostLimit);
            read.throwIfWrong();
            changes.putPool(
                    named, new Pools.PoolSettings(read.text(placement), read.text(share), lost), viewer.getName());
            notice.done("Pool '" + named + "' is saved.");
        });
        snapshot.changed();
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getPlacement() {
        return placement;
    }

    public void setPlacement(String placement) {
        this.placement = placement;
    }

    public String getShare() {
        return share;
    }

    public void setShare(String share) {
        this.share = share;
    }

    public String getLostLimit() {
        return lostLimit;
    }

    public void setLostLimit(String lostLimit) {
        this.lostLimit = lostLimit;
    }
}
