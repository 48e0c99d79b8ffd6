using System.Collections.Immutable;
using System.Globalization;
using Automount.Findings;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Ldif;
using Automount.Maps.Sources;

// Entries per second of processor time of the parts of validate, without the start of the program. The argument is an LDIF file of one
// large map.
var path = args[0];
var maps = Read();
var map = maps.MaxBy(m => m.Entries.Length)!;
var master = maps.First(m => m.Name == "auto.master");
var known = KnownMaps.From(master, maps.Remove(master));
Measure("read LDIF", () => Read());
Measure("parse", () =>
{
    foreach (var entry in map.Entries)
    {
        EntryParser.Parse(entry.Key, entry.Value, EntryContext.Default);
    }
});
Measure("parse and rules", () => MapLinter.Run(known, Silence.None));

ImmutableArray<MapContent> Read()
{
    var directory = new LdifDirectory();
    using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
    directory.Add(file, path);
    return directory.ToMaps(name => name == "auto.master").Maps;
}

// The best of several rounds: the first ones are those of the just-in-time compiler, and others may use the machine.
void Measure(string what, Action action)
{
    var best = TimeSpan.MaxValue;
    for (var round = 0; round < 7; round++)
    {
        var before = Environment.CpuUsage.TotalTime;
        action();
        var took = Environment.CpuUsage.TotalTime - before;
        best = took < best ? took : best;
    }

    var rate = map.Entries.Length / best.TotalSeconds;
    Console.WriteLine($"{what,-16} {rate.ToString("N0", CultureInfo.InvariantCulture),12} entries/s and core");
}
