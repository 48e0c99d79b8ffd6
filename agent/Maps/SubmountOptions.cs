using System.Collections.Immutable;

namespace Automount.Maps;

/// <summary>
/// The options of a submount (<c>-fstype=autofs</c>), as automount takes them apart (autofs: modules/mount_autofs.c, and parse_init of
/// modules/parse_sun.c): some are about the mount point, <c>-D</c> defines variables, the rest are options of each entry of its map.
/// </summary>
/// <param name="Mount">Mount options for the entries of its map, in order.</param>
/// <param name="Variables">What <c>-D</c> defines.</param>
/// <param name="SlashifyColons">False with <c>--no-slashify-colons</c>.</param>
/// <param name="Unknown">Options with two dashes that automount does not know, and leaves out.</param>
public sealed record SubmountOptions(
    ImmutableArray<string> Mount, ImmutableDictionary<string, string> Variables, bool SlashifyColons, ImmutableArray<string> Unknown)
{
    /// <summary>Words about the mount point of the submount; automount compares no more of an option than this.</summary>
    private static readonly string[] OwnWords =
        ["nobrowse", "nobind", "browse", "symlink", "hosts", "timeout=", "strictexpire", "fstype="];

    /// <summary>Takes options apart.</summary>
    /// <param name="options">All options of the mount, comma-separated.</param>
    public static SubmountOptions Of(string options)
    {
        var mount = ImmutableArray.CreateBuilder<string>();
        var unknown = ImmutableArray.CreateBuilder<string>();
        var variables = ImmutableDictionary<string, string>.Empty;
        var slashify = true;
        var words = options.Split(',', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (Array.Exists(OwnWords, own => word.StartsWith(own, StringComparison.Ordinal)))
            {
                continue;
            }

            if (word.StartsWith("-D", StringComparison.Ordinal))
            {
                i += word.Length == 2 ? 1 : 0; // The definition may be the next option.
                variables = Define(word.Length > 2 ? word[2..] : words.ElementAtOrDefault(i) ?? "", variables);
            }
            else if (word is "--slashify-colons" or "--no-slashify-colons")
            {
                slashify = word == "--slashify-colons";
            }
            else
            {
                (word.StartsWith("--", StringComparison.Ordinal) ? unknown : mount).Add(word.TrimStart('-'));
            }
        }

        return new SubmountOptions(mount.ToImmutable(), variables, slashify, unknown.ToImmutable());
    }

    /// <summary>What the entries of its map are parsed with.</summary>
    /// <param name="above">The context of the entry that is the submount.</param>
    public EntryContext Context(EntryContext above) => above with
    {
        Options = string.Join(',', Mount),
        Variables = Variables.IsEmpty ? above.Variables : above.Variables.ToImmutableDictionary().SetItems(Variables),
        SlashifyColons = SlashifyColons,
        IsDirect = false,
    };

    private static ImmutableDictionary<string, string> Define(string definition, ImmutableDictionary<string, string> variables)
    {
        var equals = definition.IndexOf('=');
        var (name, value) = equals < 0 ? (definition, "") : (definition[..equals], definition[(equals + 1)..]);
        return name.Length == 0 ? variables : variables.SetItem(name, value);
    }
}
