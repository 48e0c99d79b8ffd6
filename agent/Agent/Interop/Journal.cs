using System.Buffers;
using System.Text;

namespace AutomountAgent.Interop;

/// <summary>Writes structured entries to systemd's journal (sd_journal_sendv(3)).</summary>
internal static class Journal
{
    /// <summary>
    /// Sends one entry. Thread-safe. Values may hold anything, newlines included. Without a journal the entry is lost without an error:
    /// that is how the library behaves.
    /// </summary>
    /// <param name="fields">
    /// Fields in order (systemd.journal-fields(7)): upper-case letters, digits and underscores, at most 64, no underscore first.
    /// </param>
    /// <returns>False when the library refused the entry.</returns>
    public static unsafe bool Send(IEnumerable<(string Field, string Value)> fields)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        var ends = new List<int>(16);
        foreach (var (field, value) in fields)
        {
            Encoding.UTF8.GetBytes(field, text);
            text.Write("="u8);
            Encoding.UTF8.GetBytes(value, text);
            ends.Add(text.WrittenCount);
        }

        var items = new LibSystemd.IoVector[ends.Count];
        fixed (byte* start = text.WrittenSpan)
        {
            fixed (LibSystemd.IoVector* first = items)
            {
                for (var i = 0; i < items.Length; i++)
                {
                    var begin = i == 0 ? 0 : ends[i - 1];
                    items[i] = new LibSystemd.IoVector { Start = start + begin, Size = (nuint)(ends[i] - begin) };
                }

                return LibSystemd.sd_journal_sendv(first, items.Length) >= 0;
            }
        }
    }
}
