package dev.takt.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.takt.access.Account;
import dev.takt.access.Audit;
import dev.takt.access.Caller;
import dev.takt.access.Role;
import dev.takt.access.Token;
import java.io.IOException;
import java.util.Set;

/** Users, tokens and the audit trail as JSON; never a password or its hash. */
final class AccessJson {
    private AccessJson() {}

    static byte[] me(Caller caller) {
        return Json.write(json -> {
            json.writeStartObject();
            Json.text(json, "name", caller.name());
            roles(json, "roles", caller.roles());
            json.writeBooleanField("mustChange", caller.mustChange());
            json.writeEndObject();
        });
    }

    static void user(JsonGenerator json, Account account) throws IOException {
        json.writeStartObject();
        Json.text(json, "name", account.name());
        roles(json, "roles", account.roles());
        json.writeBooleanField("mustChange", account.mustChange());
        json.writeBooleanField("disabled", account.disabled());
        Json.instant(json, "createdAt", account.createdAt());
        Json.instant(json, "changedAt", account.changedAt());
        json.writeEndObject();
    }

    /** @param secret null when it is not to be shown, which is always but once */
    static void token(JsonGenerator json, Token token, String secret) throws IOException {
        json.writeStartObject();
        Json.text(json, "id", token.id());
        Json.text(json, "user", token.user());
        Json.text(json, "label", token.label());
        roles(json, "scopes", token.scopes());
        Json.instant(json, "createdAt", token.createdAt());
        Json.instant(json, "expiresAt", token.expiresAt());
        Json.instant(json, "lastUsedAt", token.lastUsedAt());
        Json.instant(json, "revokedAt", token.revokedAt());
        Json.text(json, "token", secret);
        json.writeEndObject();
    }

    static void audit(JsonGenerator json, Audit.Entry entry) throws IOException {
        json.writeStartObject();
        Json.text(json, "id", entry.id());
        Json.instant(json, "at", entry.at());
        Json.text(json, "actor", entry.actor());
        Json.text(json, "source", entry.source());
        Json.text(json, "action", entry.action());
        Json.text(json, "target", entry.target());
        Json.text(json, "detail", entry.detail());
        json.writeEndObject();
    }

    private static void roles(JsonGenerator json, String field, Set<Role> roles) throws IOException {
        json.writeArrayFieldStart(field);
        for (Role role : roles) {
            json.writeString(role.label());
        }
        json.writeEndArray();
    }
}
