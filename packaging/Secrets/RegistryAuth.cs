using System.Collections.Immutable;
using AutomountPackaging.Manifests;

namespace AutomountPackaging.Secrets;

/// <summary>
/// The credentials for one registry. It has no text form: whatever prints it by accident prints nothing of it.
/// </summary>
/// <param name="Registry">The key of <c>auths</c>: a registry, or a part of one.</param>
/// <param name="Fields">Its fields, in the order of the file.</param>
/// <param name="File">Where it was read.</param>
/// <param name="Line">Line, from 1.</param>
internal sealed record RegistryAuth(string Registry, ImmutableArray<(string Name, string Value)> Fields, string File, int Line)
{
    /// <summary>The names of the fields that the Machine Config Operator reads; it refuses the whole secret for any other.</summary>
    public static readonly ImmutableArray<string> Allowed = ["username", "password", "email", "auth"];

    /// <summary>When the password ends; null when it does not say so.</summary>
    public DateTimeOffset? Expiry => RegistryToken.Expiry(this["password"], this["auth"]);

    /// <summary>User and password, wherever the entry has them.</summary>
    public (string User, string Password) Credential => RegistryToken.Credential(this["username"], this["password"], this["auth"]);

    /// <summary>The value of a field; null when there is none.</summary>
    public string? this[string name] => Fields.FirstOrDefault(f => f.Name == name).Value;

    public override string ToString() => Registry;
}
