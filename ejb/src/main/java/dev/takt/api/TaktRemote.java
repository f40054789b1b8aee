package dev.takt.api;

/** {@link TaktClient} for callers outside the server (EJB over HTTP upgrade); needs a user with the submitter role. */
public interface TaktRemote extends TaktClient {}
