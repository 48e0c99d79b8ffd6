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

    /// <summary>
    /// When the password ends: a JSON Web Token (RFC 7519) says so in <c>exp</c>. Null when it is not a token, or one without an end.
    /// </summary>
    /// <param name="password">The field <c>password</c>; null when there is none.</param>
    /// <param name="auth">The field <c>auth</c>, base64 of <c>USER:PASSWORD</c>, which serves where there is no password.</param>
    public static DateTimeOffset? Expiry(string? password, string? auth)
    {
        password ??= Decode(auth) is { } pair ? pair[(pair.IndexOf(':') + 1)..] : "";
        if (password.Split('.') is not [_, var payload, _] || !Base64Url.IsValid(payload))
        {
            return null;
        }

        var claims = Claims(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload)));
        return claims.At("exp") is { Plain: true, Text: { } exp } && long.TryParse(exp, out var seconds) && seconds is > 0 and <= MaxSeconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

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
