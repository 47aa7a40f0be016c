package dev.forewarn.intake.imports;

/** A bearer token, which is shown to nobody but the server that it is for. */
record Token(String secret) {

    String header() {
        return "Bearer " + secret;
    }

    @Override
    public String toString() {
        return "Token[…]";
    }
}
