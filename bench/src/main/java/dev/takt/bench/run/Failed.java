package dev.takt.bench.run;

/** A contestant did not do what it was asked: it has no figure, but this reason. */
final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String reason) {
        super(reason);
    }
}
