using System.Collections.Immutable;

namespace Automount.Maps.Ldif;

/// <summary>The entries with one parent, by schema.</summary>
/// <param name="normal">DN of the parent, normalised.</param>
/// <param name="dn">DN of the parent, as the first entry writes it.</param>
/// <param name="file">File of the first entry.</param>
/// <param name="line">Line of the first entry.</param>
internal sealed class LdifFolder(string normal, string dn, string file, int line)
{
    private readonly Dictionary<LdifSchema, Content> contents = new(ReferenceEqualityComparer.Instance);

    public string Normal => normal;

    public string Dn => dn;

    public string File => file;

    public int Line => line;

    public List<MapRecord> Entries(LdifSchema schema) => Of(schema).Entries;

    public List<DroppedRecord> Dropped(LdifSchema schema) => Of(schema).Dropped;

    /// <summary>Number of entries, those included that are skipped.</summary>
    public int Count(LdifSchema schema) => Entries(schema).Count + Dropped(schema).Count;

    private Content Of(LdifSchema schema)
    {
        if (!contents.TryGetValue(schema, out var content))
        {
            contents.Add(schema, content = new Content([], []));
        }

        return content;
    }

    private sealed record Content(List<MapRecord> Entries, List<DroppedRecord> Dropped);
}

/// <summary>A map object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dn">Its DN.</param>
/// <param name="Normal">The DN, normalised.</param>
/// <param name="Schema">The schema that it is written in.</param>
/// <param name="File">Its file.</param>
/// <param name="Line">Its line.</param>
internal sealed record LdifMap(string Name, string Dn, string Normal, LdifSchema Schema, string File, int Line)
{
    /// <summary>Where its entries are.</summary>
    public List<LdifFolder> Folders { get; } = [];

    public MapContent ToContent()
    {
        var entries = ImmutableArray.CreateBuilder<MapRecord>(Folders.Sum(f => f.Entries(Schema).Count));
        foreach (var folder in Folders)
        {
            entries.AddRange(folder.Entries(Schema));
        }

        var dropped = Folders.SelectMany(f => f.Dropped(Schema)).ToImmutableArray();
        return new MapContent(Name, Dn, entries.MoveToImmutable()) 
        {
            File = File,
            KeyAttribute = Schema.Schema.EntryKey,
            Dropped = dropped,
        };
    }
}
