package dev.takt.intake;

import dev.takt.api.TaktClient;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskRequest;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Another deployment that calls from Java: {@code end=none|commit|rollback} says in which transaction. With {@code cancel},
 * cancels that task and answers with the receipt's state. Else submits a task with {@code key}, twice, and a second one
 * with it, and answers with the ids of the three receipts and whether the first could be found before the end.
 */
@WebServlet("/call")
public class Caller extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient TaktClient takt;

    @Resource
    private transient UserTransaction transaction;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String end = request.getParameter("end");
        try {
            if (!end.equals("none")) {
                transaction.begin();
            }
            String answer = request.getParameter("cancel") == null
                    ? submit(request.getParameter("key"), Optional.ofNullable(request.getParameter("delay")))
                    : takt.cancel(request.getParameter("cancel")).state().name();
            if (end.equals("commit")) {
                transaction.commit();
            } else if (end.equals("rollback")) {
                transaction.rollback();
            }
            response.setContentType("text/plain");
            response.getWriter().print(answer);
        } catch (Exception e) {
            throw new IOException("Calling with end=" + end + " failed.", e);
        }
    }

    private String submit(String key, Optional<String> delay) {
        TaskRequest.Builder keyed = TaskRequest.forHandler("noop").key(key).payloadJson("{\"by\":\"ejb\"}");
        delay.map(java.time.Duration::parse).ifPresent(keyed::delay);
        TaskReceipt first = takt.submit(keyed.build());
        List<TaskReceipt> others = takt.submitAll(
                List.of(keyed.build(), TaskRequest.forHandler("noop").build()));
        boolean found = takt.find(first.id()).isPresent();
        return String.join(" ", first.id(), others.get(0).id(), others.get(1).id(), String.valueOf(found));
    }
}
