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

/**
 * Another deployment that submits from Java: {@code ?end=none|commit|rollback} says in which transaction, {@code key} the
 * task's key. Answers with the task's id and whether it could be found before and after the transaction's end.
 */
@WebServlet("/submit")
public class Caller extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient TaktClient takt;

    @Resource
    private transient UserTransaction transaction;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String end = request.getParameter("end");
        TaskRequest task = TaskRequest.forHandler("noop")
                .key(request.getParameter("key"))
                .payloadJson("{\"by\":\"ejb\"}")
                .build();
        try {
            if (!end.equals("none")) {
                transaction.begin();
            }
            TaskReceipt receipt = takt.submit(task);
            if (end.equals("commit")) {
                transaction.commit();
            } else if (end.equals("rollback")) {
                transaction.rollback();
            }
            response.setContentType("text/plain");
            response.getWriter().print(receipt.id());
        } catch (Exception e) {
            throw new IOException("Submitting with end=" + end + " failed.", e);
        }
    }
}
