package dev.takt.bench.takt;

import dev.takt.api.TaktClient;
import dev.takt.bench.workload.ControlPoint;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;

/** The control point of the server's process. */
@WebServlet("/control")
public class ControlServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient TaktClient takt;

    @Resource(lookup = "java:jboss/datasources/TaktRecordDS")
    private transient DataSource record;

    @Resource
    private transient ManagedExecutorService threads;

    private transient TaktContestant contestant;

    @Override
    public void init() {
        contestant = new TaktContestant(takt, record, threads);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String command = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String answer = new ControlPoint(contestant, contestant, Handlers.TALLY).answer(command);
        response.setContentType("application/json");
        response.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    }
}
