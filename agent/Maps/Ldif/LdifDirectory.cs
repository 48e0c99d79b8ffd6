using System.Collections.Immutable;
using System.Text;
using Automount.Text;

namespace Automount.Maps.Ldif;

/// <summary>The maps of LDIF files, as sssd would see them if the files were the directory.</summary>
/// <param name="Schema">The schema that was taken; null when there is no map.</param>
/// <param name="Maps">The maps, in the order in which they first appear.</param>
/// <param name="Problems">What was not taken.</param>
public sealed record LdifMaps(AutofsSchema? Schema, ImmutableArray<MapContent> Maps, ImmutableArray<LdifProblem> Problems);

/// <summary>
/// Collects the records of LDIF files, and makes maps of them by the rules of sssd: one schema, and the entries of a map are those below
/// its DN. Several files are one directory, so that a change can be checked with the maps that it adds to.
/// </summary>
/// <param name="schema">The schema to read; null to take the one that the files are written in.</param>
/// <param name="baseDn">The search base: maps elsewhere are left out; empty for all.</param>
public sealed class LdifDirectory(AutofsSchema? schema = null, string baseDn = "")
{
    /// <summary>An RDN has one attribute, seldom two: more of them are not looked at.</summary>
    private const int MaxParts = 4;

    private readonly LdifSchema[] schemas = [.. LdifSchema.All.Where(s => schema is null || s.Schema == schema)];
    private readonly string searchBase = DnText.Normal(Encoding.UTF8.GetBytes(baseDn));
    private readonly List<LdifProblem> problems = [];
    private readonly Dictionary<string, LdifFolder> folders = new(StringComparer.Ordinal);
    private readonly List<LdifMap> maps = [];
    private readonly LdifAttribute[] first = new LdifAttribute[(int)LdifName.Other];
    private readonly int[] count = new int[(int)LdifName.Other];
    private readonly string?[] naming = new string?[(int)LdifName.Other];
    private readonly Dictionary<string, (string File, int Line)> mapNames = new(StringComparer.Ordinal);
    private byte[] lastParent = [];
    private LdifFolder? lastFolder;

    /// <summary>Reads one file.</summary>
    /// <param name="stream">Its content.</param>
    /// <param name="file">Its path, for problems and findings.</param>
    /// <param name="progress">Called every 1024 records with the number of bytes that were read; null for none.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Add(Stream stream, string file, Action<long>? progress = null)
    {
        var reader = new LdifReader(stream, file, problems);
        for (var records = 1; reader.Next() is { } record; records++)
        {
            Take(record, file);
            if (records % 1024 == 0)
            {
                progress?.Invoke(reader.Position);
            }
        }
    }

    /// <summary>The maps of all files. To be called once, after the last file.</summary>
    /// <param name="isMaster">Whether a name is that of a master map: where schemas are mixed, the one with a master map is taken.</param>
    public LdifMaps ToMaps(Func<string, bool> isMaster)
    {
        var known = maps.Where(m => IsBelowBase(m.Normal)).ToLookup(m => m.Schema);
        var taken = schemas.MaxBy(s => (known[s].Any(m => isMaster(m.Name)), known[s].Count(), FoldersWithEntries(s)));
        if (taken is null || (!known[taken].Any() && FoldersWithEntries(taken) == 0))
        {
            return new LdifMaps(null, [], [.. problems]);
        }

        foreach (var other in schemas.Where(s => s != taken && known[s].Any()))
        {
            SkipOtherSchema([.. known[other]], other.Schema, taken.Schema);
        }

        var byDn = new Dictionary<string, LdifMap>(StringComparer.Ordinal);
        var ordered = known[taken].Where(m => byDn.TryAdd(m.Normal, m)).ToList();
        var names = ordered.Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in folders.Values.Where(f => f.Count(taken) > 0))
        {
            var above = DnText.AtAndAbove(folder.Normal).Where(byDn.ContainsKey).Select(dn => byDn[dn]).ToList();
            above.ForEach(m => m.Folders.Add(folder));
            if (above.Count == 0 && IsBelowBase(folder.Normal) && Adopt(folder, taken, names) is { } adopted)
            {
                ordered.Add(adopted);
            }
        }

        return new LdifMaps(taken.Schema, [.. ordered.Select(m => m.ToContent())], [.. problems]);
    }

    private int FoldersWithEntries(LdifSchema of) => folders.Values.Count(f => f.Entries(of).Count > 0);

    private void SkipOtherSchema(LdifMap[] others, AutofsSchema other, AutofsSchema taken)
    {
        var written = $"{others.Length} maps are written with {other.MapClass} and {other.MapName}";
        var why = $"the others with {taken.MapClass} and {taken.MapName}; sssd reads one schema, so they were left out: --schema chooses";
        Skip(others[0].File, others[0].Line, $"{written}, {why}");
    }

    private bool IsBelowBase(string normalDn) => searchBase.Length == 0 || DnText.AtAndAbove(normalDn).Contains(searchBase);

    /// <summary>Entries below no map: those of a change whose map is in the directory already, or a mistake.</summary>
    private LdifMap? Adopt(LdifFolder folder, LdifSchema taken, HashSet<string> names)
    {
        var name = DnText.FirstValue(Encoding.UTF8.GetBytes(folder.Dn));
        var entries = folder.Count(taken);
        var isNew = name.Length > 0 && names.Add(name);
        var what = isNew
            ? $"they are judged as the map {Printable.Escape(name, 120)}, which must be in the directory"
            : "sssd does not see them";
        var noun = entries == 1 ? "entry" : "entries";
        Skip(folder.File, folder.Line, $"{entries} {noun} below {Printable.Escape(folder.Dn, 200)}, which is not a map here: {what}");
        if (!isNew)
        {
            return null;
        }

        var map = new LdifMap(name, folder.Dn, folder.Normal, taken, folder.File, folder.Line);
        map.Folders.Add(folder);
        return map;
    }

    private void Take(LdifRecord record, string file)
    {
        Array.Clear(count);
        var classes = LdifClasses.None;
        foreach (var attribute in record.Attributes)
        {
            var name = LdifSchema.NameOf(record.Name(attribute));
            if (name == LdifName.ObjectClass)
            {
                classes |= LdifSchema.ClassOf(record.Value(attribute));
            }
            else if (name != LdifName.Other && count[(int)name]++ == 0)
            {
                first[(int)name] = attribute;
            }
        }

        if (classes == LdifClasses.None || IsRefused(record, file))
        {
            return;
        }

        foreach (var each in schemas)
        {
            if (classes.HasFlag(each.Map) && count[(int)each.MapName] > 0)
            {
                var name = Text(record, each.MapName);
                maps.Add(new LdifMap(name, Encoding.UTF8.GetString(record.Dn), DnText.Normal(record.Dn), each, file, record.Line));
            }
            else if (classes.HasFlag(each.Entry) && (count[(int)each.Key] > 0 || !IsOfOther(each)))
            {
                Entry(record, each, file);
            }
        }
    }

    /// <summary>
    /// Takes the value of the RDN in as the server does, which adds it to the entry where it is missing (RFC 4511, 4.7). True for a record
    /// that the server refuses.
    /// </summary>
    private bool IsRefused(LdifRecord record, string file)
    {
        Array.Clear(naming);
        var rest = DnText.FirstRdn(record.Dn);
        for (var parts = 0; parts < MaxParts && !rest.IsEmpty; parts++)
        {
            var part = DnText.NextPart(ref rest);
            var equals = part.IndexOf((byte)'=');
            var name = LdifSchema.NameOf(part[..Math.Max(equals, 0)].Trim((byte)' '));
            if (name == LdifName.Other || HasValue(record, name, part[(equals + 1)..].Trim((byte)' ')))
            {
                continue;
            }

            var value = DnText.Plain(part[(equals + 1)..].Trim((byte)' '));
            if (name is LdifName.AutomountKey or LdifName.AutomountMapName && count[(int)name] > 0)
            {
                var other = $"the DN says {Quote(value)}, the attribute {Quote(record.Text(first[(int)name]))}";
                Refuse(file, record.Line, $"ldapadd refuses {Quote(Encoding.UTF8.GetString(record.Dn))}: {other} (naming violation)");
                return true;
            }

            naming[(int)name] = count[(int)name] == 0 ? value : null;
            count[(int)name]++;
        }

        return IsRepeated(record, file);
    }

    /// <summary>Whether an attribute has the value that the RDN gives it.</summary>
    private bool HasValue(LdifRecord record, LdifName name, ReadOnlySpan<byte> written)
    {
        if (count[(int)name] == 0)
        {
            return false;
        }

        if (record.Value(first[(int)name]).SequenceEqual(written))
        {
            return true;
        }

        var value = DnText.Plain(written);
        foreach (var attribute in record.Attributes)
        {
            if (LdifSchema.NameOf(record.Name(attribute)) == name && IsEqual(name, record.Text(attribute).Trim(), value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The attributes of RFC 4519 are compared without case, those of automount's own schema with it.</summary>
    private static bool IsEqual(LdifName name, string a, string b) => name is LdifName.AutomountKey or LdifName.AutomountMapName
        ? a == b
        : a.Equals(b, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a record has the DN of a map that the same file has already. Of entries that is found as a key that is there twice: they
    /// are too many to keep their DNs.
    /// </summary>
    private bool IsRepeated(LdifRecord record, string file)
    {
        var rdn = DnText.FirstRdn(record.Dn);
        var name = LdifSchema.NameOf(rdn[..Math.Max(rdn.IndexOf((byte)'='), 0)].Trim((byte)' '));
        if (name is not (LdifName.AutomountMapName or LdifName.NisMapName or LdifName.Ou))
        {
            return false;
        }

        var normal = DnText.Normal(record.Dn);
        if (mapNames.TryAdd(normal, (file, record.Line)) || mapNames[normal].File != file)
        {
            return false;
        }

        var written = Quote(Encoding.UTF8.GetString(record.Dn));
        Refuse(file, record.Line, $"ldapadd refuses {written}: line {mapNames[normal].Line} has an entry of this DN already");
        return true;
    }

    /// <summary>The first value of an attribute, that of the RDN where the record has none besides.</summary>
    private string Text(LdifRecord record, LdifName name) => naming[(int)name] ?? record.Text(first[(int)name]);

    private static string Quote(string text) => $"\"{Printable.Escape(text, 200)}\"";

    /// <summary>Where two schemas share the class of entries, the key distinguishes them; a name in the DN alone does not.</summary>
    private bool IsOfOther(LdifSchema each) =>
        schemas.Any(s => s != each && s.Entry == each.Entry && count[(int)s.Key] > 0 && naming[(int)s.Key] is null);

    private void Entry(LdifRecord record, LdifSchema each, string file)
    {
        // An entry with automountKey may have a cn besides it; it is one of rfc2307bis all the same.
        if (schemas.Length > 1 && each.Key == LdifName.Cn && each.Entry == LdifClasses.Automount && count[(int)LdifName.AutomountKey] > 0)
        {
            return;
        }

        var (keys, values) = (count[(int)each.Key], count[(int)each.Value]);
        var key = keys == 0 ? "" : Text(record, each.Key);
        var value = values == 0 ? "" : Text(record, each.Value);
        var line = values == 0 || naming[(int)each.Value] is not null ? record.Line : first[(int)each.Value].Line;
        var folder = FolderOf(record, file);

        // Without the DN, which would take as much memory as all the rest.
        var entry = new MapRecord(key, value, Line: line) { File = file };
        DropReason? reason = (keys, values) switch
        {
            (0, _) => DropReason.NoKey,
            (> 1, _) => DropReason.SeveralKeys,
            (_, 0) => DropReason.NoValue,
            (_, > 1) => DropReason.SeveralValues,
            _ => null,
        };
        if (reason is { } why)
        {
            folder.Dropped(each).Add(new DroppedRecord(entry, why));
        }
        else
        {
            folder.Entries(each).Add(entry);
        }
    }

    private LdifFolder FolderOf(LdifRecord record, string file)
    {
        var parent = DnText.Parent(record.Dn);
        if (lastFolder is not null && parent.SequenceEqual(lastParent))
        {
            return lastFolder;
        }

        var normal = DnText.Normal(parent);
        if (!folders.TryGetValue(normal, out var folder))
        {
            folder = new LdifFolder(normal, Encoding.UTF8.GetString(parent), file, record.Line);
            folders.Add(normal, folder);
        }

        (lastParent, lastFolder) = (parent.ToArray(), folder);
        return folder;
    }

    private void Skip(string file, int line, string message) => Report(new LdifProblem(file, line, LdifFault.Skipped, message));

    private void Refuse(string file, int line, string message) => Report(new LdifProblem(file, line, LdifFault.Syntax, message));

    private void Report(LdifProblem problem)
    {
        if (problems.Count < LdifReader.MaxProblems)
        {
            problems.Add(problem);
        }
    }
}
