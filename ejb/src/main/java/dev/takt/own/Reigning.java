package dev.takt.own;

/** Who speaks: the owner of a pool in an epoch. A worker ignores an owner that it knows to have been replaced. */
public record Reigning(String pool, long epoch) {}
