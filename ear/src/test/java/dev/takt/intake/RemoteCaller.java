package dev.takt.intake;

import dev.takt.api.TaktRemote;
import dev.takt.api.TaskReceipt;
import dev.takt.api.TaskRequest;
import java.util.Properties;
import javax.naming.Context;
import javax.naming.InitialContext;

/** A program on another machine that calls Takt's remote view: {@code port user password}. Prints what it gets. */
public final class RemoteCaller {
    private RemoteCaller() {}

    /** Submits a task, finds it, and tries to cancel it. */
    public static void main(String... arguments) throws Exception {
        Properties server = new Properties();
        server.put(Context.INITIAL_CONTEXT_FACTORY, "org.wildfly.naming.client.WildFlyInitialContextFactory");
        server.put(Context.PROVIDER_URL, "remote+http://127.0.0.1:" + arguments[0]);
        server.put(Context.SECURITY_PRINCIPAL, arguments[1]);
        server.put(Context.SECURITY_CREDENTIALS, arguments[2]);
        TaktRemote takt = (TaktRemote)
                new InitialContext(server).lookup("ejb:takt/takt-ejb/TaktRemoteBean!dev.takt.api.TaktRemote");
        say("submit", () -> {
            TaskReceipt receipt = takt.submit(TaskRequest.forHandler("noop")
                    .payloadJson("{\"by\":\"remote\"}")
                    .build());
            say("find", () -> takt.find(receipt.id()).id());
            say("cancel", () -> takt.cancel(takt.submit(TaskRequest.forHandler("noop")
                                    .delay(java.time.Duration.ofHours(1))
                                    .build())
                            .id())
                    .state()
                    .name());
            return receipt.id();
        });
        say("invalid", () -> takt.submit(
                        TaskRequest.forHandler("no-such-handler").build())
                .id());
    }

    private interface Call {
        String answer() throws Exception;
    }

    private static void say(String what, Call call) throws Exception {
        String answer;
        try {
            answer = call.answer();
        } catch (RuntimeException refused) {
            answer = refused.getClass().getSimpleName() + ": " + refused.getMessage();
        }
        System.out.println(what + "=" + answer);
    }
}
