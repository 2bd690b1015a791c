package dev.cooper.transfer;

/**
 * What proves to a registry who asks.
 *
 * @param username the account; "" when there is only a token
 * @param password the password or access token; "" when there is an identity token
 * @param identityToken a refresh token for the registry's token service, or ""
 * @param registryToken a bearer token that is sent as it is, or ""
 */
public record Login(String username, String password, String identityToken, String registryToken) {
    /** Makes a login of an account and its password. */
    public static Login of(String username, String password) {
        return new Login(username, password, "", "");
    }

    /** Makes a login of a refresh token, which a token service gave for an account. */
    public static Login ofIdentityToken(String username, String token) {
        return new Login(username, "", token, "");
    }

    boolean hasPassword() {
        return !username.isEmpty() && !password.isEmpty();
    }

    /** Keeps the secrets out of messages. */
    @Override
    public String toString() {
        return "Login[" + username + "]";
    }
}
