using System.Buffers.Text;
using System.Text;
using AutomountPackaging.Documents;

namespace AutomountPackaging.Manifests;

/// <summary>The password of a registry, as an entry of a dockerconfigjson holds it.</summary>
internal static class RegistryToken
{
    // The last second of the year 9999, which is as far as a DateTimeOffset goes.
    private const long MaxSeconds = 253402300799;

    /// <summary>The text behind base64; null when it is not base64.</summary>
    public static string? Decode(string? base64)
    {
        var bytes = new byte[base64?.Length ?? 0];
        return base64 is not null && Convert.TryFromBase64String(base64, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }

    /// <summary>User and password of an entry; <c>auth</c>, base64 of <c>USER:PASSWORD</c>, serves where it has no password.</summary>
    public static (string User, string Password) Credential(string? username, string? password, string? auth)
    {
        if (!string.IsNullOrEmpty(password) || Decode(auth) is not { } pair)
        {
            return (username ?? "", password ?? "");
        }

        // One without a colon is a password without a user.
        var colon = pair.IndexOf(':');
        return (pair[..Math.Max(colon, 0)], pair[(colon + 1)..]);
    }

    /// <summary>
    /// When the password ends: a JSON Web Token (RFC 7519) says so in <c>exp</c>, a token of Amazon's ECR in <c>expiration</c>. Null when
    /// it is not a token, or one without an end.
    /// </summary>
    /// <param name="password">The field <c>password</c>; null when there is none.</param>
    /// <param name="auth">The field <c>auth</c>, which serves where there is no password.</param>
    public static DateTimeOffset? Expiry(string? password, string? auth)
    {
        var token = Credential(null, password, auth).Password;
        if (token.Split('.') is [_, var payload, _])
        {
            var claims = Base64Url.IsValid(payload) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload)) : "";
            return Time(Claims(claims).At("exp"));
        }

        return token.StartsWith("eyJ", StringComparison.Ordinal) ? Time(Claims(Decode(token) ?? "").At("expiration")) : null;
    }

    private static DateTimeOffset? Time(Node? claim) =>
        claim is { Plain: true, Text: { } text } && long.TryParse(text, out var seconds) && seconds is > 0 and <= MaxSeconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static Node? Claims(string json)
    {
        try
        {
            return JsonReader.Read("", json) is [var claims] ? claims : null;
        }
        catch (UnreadableException)
        {
            return null;
        }
    }
}
