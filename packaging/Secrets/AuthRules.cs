using Automount.Text;
using AutomountPackaging.Manifests;

namespace AutomountPackaging.Secrets;

/// <summary>What the Machine Config Operator accepts of a registry's entry. Pure; names fields, never their values.</summary>
internal static class AuthRules
{
    /// <summary>What is wrong with an entry.</summary>
    public static IEnumerable<FileProblem> Check(RegistryAuth auth)
    {
        foreach (var (name, _) in auth.Fields.Where(f => !RegistryAuth.Allowed.Contains(f.Name)))
        {
            yield return Wrong(
                auth, $"field {name} makes the Machine Config Operator refuse the secret: write username and password instead");
        }

        if (auth.Registry.Length == 0 || auth.Registry.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            yield return Wrong(auth, "this is not the name of a registry: write HOST or HOST:PORT");
        }

        if (auth["auth"] is { Length: > 0 } both)
        {
            if (RegistryToken.Decode(both)?.Contains(':') != true)
            {
                yield return Wrong(auth, "field auth is not base64 of USER:PASSWORD");
            }
        }
        else if (string.IsNullOrEmpty(auth["username"]) || string.IsNullOrEmpty(auth["password"]))
        {
            yield return Wrong(auth, "there is neither auth nor username and password");
        }
    }

    private static FileProblem Wrong(RegistryAuth auth, string reason) => new(auth.File, auth.Line, $"{auth.Registry}: {reason}");
}
