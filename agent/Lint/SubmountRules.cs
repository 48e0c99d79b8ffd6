using Automount.Maps;

namespace Automount.Lint;

/// <summary>Mount options that a submount hands on to the entries of its map: what they must be depends on what those mount.</summary>
internal static class SubmountRules
{
    private static readonly char[] WordEnds = [' ', '\t', ',', '"'];

    /// <summary>Checks the first entry that mounts a map below another one.</summary>
    public static void Check(LintContext context, FindingCollectors findings)
    {
        MapRecord? record = null;
        var places = new OptionPlaces("");
        HashSet<string> words = [];
        foreach (var submount in context.Submounts)
        {
            // The submounts of one entry follow each other: its value is taken apart once.
            if (!ReferenceEquals(record, submount.Record))
            {
                record = submount.Record;
                places = new OptionPlaces(record.Value);
                words = record.Value.Split(WordEnds).Select(word => word.TrimStart('-')).ToHashSet(StringComparer.Ordinal);
            }

            var ofMap = findings.For(submount.From.Map);
            var options = string.Join(',', SubmountOptions.Of(submount.Options).Mount);
            foreach (var fault in OptionFaults.Part(options, context.IsOfNfs(submount.To)))
            {
                // What stands elsewhere has its fault there.
                if (words.Contains(fault.Option) && ofMap.ShouldList(fault.Kind, submount.Record, habit: fault.Option))
                {
                    var at = places.Next(fault.Option);
                    var message = $"{FindingCollector.Escape(submount.Record.Key)} of {ofMap.Map}: {fault.Message}";
                    ofMap.Add(fault.Kind, submount.Record, message, Math.Max(at, 0) + 1, places.Corrected(fault, at), fault.Remedy);
                }
            }
        }
    }
}
