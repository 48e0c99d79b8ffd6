using System.Buffers;
using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>Entries that automount refuses.</summary>
internal static class SyntaxRules
{
    private static readonly SearchValues<char> NotPlain = SearchValues.Create("\"\\\t$&#");

    /// <summary>Checks whether automount can parse an entry.</summary>
    public static void Check(in LintedEntry entry, FindingCollector findings)
    {
        if (entry.Error is not { } error || entry.Record.Key.StartsWith('+'))
        {
            return;
        }

        var kind = Kind(error, entry.Record.Value);
        if (findings.ShouldList(kind, entry.Record))
        {
            var message = $"automount cannot mount {entry.Key} of {findings.Map}: {error.Message}";
            findings.Add(kind, entry.Record, message, error.Column, Corrected(error, entry.Record.Value));
        }
    }

    /// <summary>The most specific kind of an error.</summary>
    private static FindingKind Kind(EntryError error, string value) => error.Fault switch
    {
        EntryFault.TooLong or EntryFault.KeyTooLong => MapEntryFindings.TooLong,
        _ when IsShareWithoutColon(value) => MapEntryFindings.CifsSource,
        EntryFault.OffsetWithoutLocation when HasOptionsAfterLocation(value) => MapEntryFindings.OptionsAfterLocation,
        _ => MapEntryFindings.BadEntry,
    };

    /// <summary>The value as it was probably meant; null when that is not known.</summary>
    private static string? Corrected(EntryError error, string value)
    {
        if (error.Fault != EntryFault.OffsetWithoutLocation || value.AsSpan().IndexOfAny(NotPlain) >= 0)
        {
            return null;
        }

        return value.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [['/', ..], ..] => null,
            [var host, ['/', ..] path] => $"{host}:{path}",
            [['-', ..] options, var host, ['/', ..] path] when host[0] != '/' => $"{options} {host}:{path}",
            [var location, ['-', ..] options] => $"{options} {location}",
            _ => null,
        };
    }

    private static bool IsShareWithoutColon(string value) =>
        value.Contains("fstype=cifs", StringComparison.Ordinal) && value.Contains(" //", StringComparison.Ordinal);

    private static bool HasOptionsAfterLocation(string value)
    {
        var path = value.IndexOf(":/", StringComparison.Ordinal);
        return path >= 0 && value[0] != '/' && value.IndexOf(" -", path, StringComparison.Ordinal) >= 0;
    }
}
