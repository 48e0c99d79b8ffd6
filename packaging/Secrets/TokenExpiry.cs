using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace AutomountPackaging.Secrets;

/// <summary>
/// When the password of a registry ends, where it says so: a JSON Web Token (RFC 7519) carries its end in <c>exp</c>. Pure.
/// </summary>
public static class TokenExpiry
{
    /// <summary>The end of the token; null when the password is no token, or one without an end.</summary>
    public static DateTimeOffset? Of(RegistryAuth auth)
    {
        if ((auth["password"] ?? PasswordIn(auth["auth"]))?.Split('.') is not [_, var payload, _] || !Base64Url.IsValid(payload))
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromUtf8(Encoding.UTF8.GetBytes(payload)));
            return claims.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("exp", out var exp) && exp.TryGetInt64(out var seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static string? PasswordIn(string? auth) => auth is not null && PullSecretFile.Base64(auth) is { } pair ? pair[(pair.IndexOf(':') + 1)..] : null;
}
