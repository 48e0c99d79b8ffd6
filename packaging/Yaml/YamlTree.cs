using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AutomountPackaging.Yaml;

/// <summary>
/// Reads YAML into a tree. The library descends as deep as the text does, until the stack ends and the program with it; this does not.
/// </summary>
public static class YamlTree
{
    private const int Deepest = 64;

    /// <summary>The documents of a text.</summary>
    /// <exception cref="YamlException">It is no YAML, or nested deeper than anybody means.</exception>
    public static IList<YamlDocument> Load(string text)
    {
        try
        {
            return Read(text);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IndexOutOfRangeException or OverflowException)
        {
            // Bytes that confuse the scanner itself: it says no place, and its words would help nobody.
            throw new YamlException("it is not YAML");
        }
    }

    private static IList<YamlDocument> Read(string text)
    {
        var events = new Parser(new StringReader(text));
        var depth = 0;
        while (events.MoveNext())
        {
            depth += events.Current!.NestingIncrease;
            if (depth > Deepest)
            {
                throw new YamlException(events.Current.Start, events.Current.End, $"it is nested more than {Deepest} deep");
            }
        }

        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents;
    }
}
