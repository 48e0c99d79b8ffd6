namespace Automount.Maps.Sources;

/// <summary>
/// What became of a question to one source (autofs: include/nsswitch.h). The fifth answer, that the source does not exist here, always
/// leads to the next one.
/// </summary>
public enum NssStatus
{
    /// <summary>The map, or the key, is there.</summary>
    Success,

    /// <summary>It is not there.</summary>
    NotFound,

    /// <summary>The source could not be asked.</summary>
    Unavailable,

    /// <summary>The source is to be asked again.</summary>
    TryAgain,
}

/// <summary>An action of nsswitch.conf(5) for one status.</summary>
/// <param name="IsReturn">True for <c>return</c>, false for <c>continue</c>; null when none is set.</param>
/// <param name="IsNegated">Set with <c>!</c>: it is meant for every other status.</param>
public readonly record struct NssAction(bool? IsReturn, bool IsNegated = false);

/// <summary>A source of the <c>automount:</c> line of nsswitch.conf.</summary>
/// <param name="Name"><c>sss</c>, <c>files</c>, <c>ldap</c>, <c>nis</c>, <c>nisplus</c>, <c>yp</c> or <c>hesiod</c>.</param>
public sealed record NssSource(string Name)
{
    /// <summary>The action for <see cref="NssStatus.Success"/>.</summary>
    public NssAction Success { get; init; }

    /// <summary>The action for <see cref="NssStatus.NotFound"/>.</summary>
    public NssAction NotFound { get; init; }

    /// <summary>The action for <see cref="NssStatus.Unavailable"/>.</summary>
    public NssAction Unavailable { get; init; }

    /// <summary>The action for <see cref="NssStatus.TryAgain"/>.</summary>
    public NssAction TryAgain { get; init; }

    /// <summary>Whether sssd or LDAP is behind it.</summary>
    public bool IsServed => Name is "sss" or "ldap";

    /// <summary>Whether it is the map files of the node.</summary>
    public bool IsFiles => Name is "files";

    /// <summary>A source without actions.</summary>
    public static implicit operator NssSource(string name) => new(name);

    /// <summary>Sets the action for a status.</summary>
    public NssSource With(NssStatus status, NssAction action) => status switch
    {
        NssStatus.Success => this with { Success = action },
        NssStatus.NotFound => this with { NotFound = action },
        NssStatus.Unavailable => this with { Unavailable = action },
        _ => this with { TryAgain = action },
    };

    /// <summary>
    /// Whether no further source is asked after an answer (autofs: lib/nsswitch.c, check_nss_result). Of negated actions only <c>return</c>
    /// counts as such; a negated <c>continue</c> counts as if it were not negated.
    /// </summary>
    public bool Ends(NssStatus answer)
    {
        foreach (var status in Enum.GetValues<NssStatus>())
        {
            if (status != answer && Of(status) is { IsNegated: true, IsReturn: true })
            {
                return true;
            }
        }

        return Of(answer).IsReturn ?? answer == NssStatus.Success;
    }

    /// <summary>As in nsswitch.conf.</summary>
    public override string ToString()
    {
        var actions = string.Join(' ', Enum.GetValues<NssStatus>().Where(s => Of(s).IsReturn is not null).Select(Text));
        return actions.Length == 0 ? Name : $"{Name} [{actions}]";
    }

    private NssAction Of(NssStatus status) => status switch
    {
        NssStatus.Success => Success,
        NssStatus.NotFound => NotFound,
        NssStatus.Unavailable => Unavailable,
        _ => TryAgain,
    };

    private string Text(NssStatus status)
    {
        var name = status switch
        {
            NssStatus.Success => "SUCCESS",
            NssStatus.NotFound => "NOTFOUND",
            NssStatus.Unavailable => "UNAVAIL",
            _ => "TRYAGAIN",
        };
        var sign = Of(status).IsNegated ? "!" : "";
        var action = Of(status).IsReturn == true ? "return" : "continue";
        return $"{sign}{name}={action}";
    }
}
