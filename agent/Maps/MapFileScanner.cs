using System.Collections.Immutable;
using System.Text;

namespace Automount.Maps;

/// <summary>
/// Splits a map file into keys and values, character by character, in the states in which automount's file reader is. Its habits are kept,
/// the odd ones too, because what it makes of a file is the truth: a key without a value runs into the next line when a blank follows it,
/// the character after an escaped one escapes nothing, an indented line spoils the line before it, and what follows the name of an include
/// is read as a line of its own.
/// </summary>
/// <param name="text">Content of the file.</param>
internal sealed class MapFileScanner(TextReader text)
{
    private const int EndOfFile = -1;

    private readonly char[] buffer = new char[16384];
    private readonly StringBuilder key = new(64);
    private readonly StringBuilder value = new(256);
    private readonly AllowScanner allows = new();
    private int filled;
    private int at;
    private int line = 1;
    private int keyBytes;
    private int valueBytes;
    private Place place;
    private Escape escape;
    private bool isInclude;

    private enum Place
    {
        Begin,
        Key,
        Star,
        BeforeValue,
        Value,
        Spoilt,
        Comment,
        Indent,
        Swallowed,
    }

    private enum Escape
    {
        None,
        Backslash,
        Escaped,
        Quoted,
    }

    private enum Step
    {
        On,
        Entry,
        Drop,
    }

    /// <summary>
    /// The key as it is written; with a <c>+</c> in front the name of an include. Empty for an indented line that a comment swallows.
    /// </summary>
    public string Key { get; private set; } = "";

    /// <summary>The value as it is written, continued lines joined; empty for an include.</summary>
    public string Value { get; private set; } = "";

    /// <summary>The line where the key begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Why automount skips the line; null when it does not.</summary>
    public DropReason? Dropped { get; private set; }

    /// <summary>What comments allow for the line; null for nothing.</summary>
    public Allowance? Allowed { get; private set; }

    /// <summary>What comments allow for the whole file; null for nothing.</summary>
    public Allowance? AllowedInFile => allows.OfFile;

    /// <summary>The file was read: every comment of it that allows something.</summary>
    public ImmutableArray<AllowComment> Allows() => allows.EndOfFile();

    /// <summary>Goes to the next entry, include or skipped line; false at the end. Comments are passed over.</summary>
    public bool Next()
    {
        Clear();
        for (var c = Read(); c != EndOfFile; c = Read())
        {
            if (escape == Escape.None && c == '\\' && Peek() == '\n')
            {
                Read();
                continue;
            }

            escape = Following(escape, c);
            var step = place switch
            {
                Place.Begin => AtBegin((char)c),
                Place.Key => InKey((char)c),
                Place.Star => AfterStar((char)c),
                Place.BeforeValue => BeforeValue((char)c),
                Place.Value => InValue((char)c),
                Place.Spoilt => InSpoilt((char)c),
                _ => InComment((char)c),
            };
            if (step == Step.Entry)
            {
                return Give(null);
            }

            if (step == Step.Drop && Dropped is not null)
            {
                return Give(Dropped);
            }

            if (step == Step.Drop)
            {
                Clear();
            }
        }

        if (key.Length == 0 && value.Length == 0)
        {
            return false;
        }

        var reason = isInclude || value.Length > 0 ? DropReason.UnfinishedLine : DropReason.NoValue;
        return Give(Dropped ?? reason);
    }

    private Step AtBegin(char c)
    {
        if (escape == Escape.Backslash || (escape == Escape.None && IsSpace(c)))
        {
            return c == '\n' ? EmptyLine() : Step.On;
        }

        if (escape == Escape.None && c == '#')
        {
            return key.Length > 0 ? Spoil(DropReason.NoValue) : Comment();
        }

        Line = Line == 0 ? line : Line;
        AddToKey(c);
        isInclude |= escape == Escape.None && c == '+';
        place = escape == Escape.None && c == '*' ? Place.Star : Place.Key;
        return escape == Escape.Escaped ? Spoil(DropReason.BadLine) : Step.On;
    }

    private Step InKey(char c)
    {
        if (c == '\n')
        {
            Dropped = escape == Escape.Quoted ? DropReason.UnclosedQuote : DropReason.NoValue;
            return isInclude ? Step.Entry : Step.Drop;
        }

        if (escape == Escape.None && IsSpace(c))
        {
            return isInclude ? Step.Entry : Go(Place.BeforeValue);
        }

        return escape == Escape.Backslash || AddToKey(c) ? Step.On : Spoil(DropReason.KeyTooLong);
    }

    private Step AfterStar(char c)
    {
        if (c == '\n')
        {
            return Go(Place.Begin); // The key stays: the next line continues it.
        }

        if (escape == Escape.None && IsSpace(c))
        {
            return Go(Place.BeforeValue);
        }

        if (escape == Escape.Backslash)
        {
            return Step.On;
        }

        AddToKey(c);
        return Spoil(DropReason.BadLine);
    }

    private Step BeforeValue(char c)
    {
        if (c == '\n')
        {
            return Go(Place.Begin); // As after a star.
        }

        if (escape == Escape.Escaped && c <= ' ')
        {
            return Spoil(DropReason.BadLine);
        }

        if (escape != Escape.Backslash && !(escape == Escape.None && IsSpace(c)))
        {
            value.Append(escape == Escape.Escaped ? "\\" : "").Append(c);
            valueBytes = value.Length - 1 + Bytes(c);
            place = Place.Value;
        }

        return Step.On;
    }

    private Step InValue(char c)
    {
        if (c == '\n')
        {
            if (escape == Escape.Quoted)
            {
                Dropped = DropReason.UnclosedQuote;
                return Step.Drop;
            }

            place = Place.Spoilt;
            return IsBlank(Peek()) ? Step.On : Step.Entry;
        }

        if (valueBytes + Bytes(c) > EntryParser.MaxValueBytes)
        {
            return Spoil(DropReason.ValueTooLong);
        }

        value.Append(c);
        valueBytes += Bytes(c);
        return Peek() == EndOfFile ? Step.Entry : Step.On;
    }

    /// <summary>
    /// A line that is given up goes on as long as the next one is indented. A value stays good as long as only blanks follow it.
    /// </summary>
    private Step InSpoilt(char c)
    {
        if (c == '\n')
        {
            if (IsBlank(Peek()))
            {
                return Step.On;
            }

            return value.Length > 0 && Dropped is null ? Step.Entry : Step.Drop;
        }

        if (!IsBlank(c) && value.Length > 0)
        {
            Dropped ??= DropReason.IndentedLine;
        }

        return Step.On;
    }

    /// <summary>A comment goes on over indented lines. The first of them that is none itself is remembered.</summary>
    private Step InComment(char c)
    {
        if (c == '\n')
        {
            EndCommentLine();
            var next = value.Length == 0 ? Place.Indent : Place.Comment;
            return IsBlank(Peek()) ? Go(next) : Step.Drop;
        }

        allows.Add(c);
        if (place == Place.Indent && !IsBlank(c))
        {
            (place, Dropped, Line) = c == '#' ? (Place.Comment, Dropped, Line) : (Place.Swallowed, DropReason.IndentedLine, line);
        }

        if (place == Place.Swallowed && value.Length < EntryParser.MaxValueBytes)
        {
            value.Append(c);
        }

        return Step.On;
    }

    private Step Comment()
    {
        allows.Begin(line);
        return Go(Place.Comment);
    }

    private Step EmptyLine()
    {
        allows.EmptyLine();
        return Step.On;
    }

    private void EndCommentLine()
    {
        allows.End();
        if (place == Place.Indent)
        {
            allows.EmptyLine(); // Blanks alone: automount goes on with the comment, and readers see an empty line.
        }
    }

    private Step Spoil(DropReason reason)
    {
        Dropped = reason;
        return Go(Place.Spoilt);
    }

    private Step Go(Place next)
    {
        place = next;
        return Step.On;
    }

    private bool AddToKey(char c)
    {
        var bytes = Bytes(c) + (place == Place.Key && escape == Escape.Escaped ? 1 : 0);
        if (keyBytes + bytes > EntryParser.MaxKeyBytes)
        {
            return false;
        }

        key.Append(bytes > Bytes(c) ? "\\" : "").Append(c);
        keyBytes += bytes;
        return true;
    }

    private bool Give(DropReason? dropped)
    {
        (Key, Value, Dropped, Allowed) = (UntilNul(key.ToString()), UntilNul(value.ToString()), dropped, allows.Entry());
        return true;
    }

    private void Clear()
    {
        key.Clear();
        value.Clear();
        (keyBytes, valueBytes, Line) = (0, 0, 0);
        (place, escape, isInclude, Dropped) = (Place.Begin, Escape.None, false, null);
    }

    private int Read()
    {
        var c = Peek();
        at++;
        line += c == '\n' ? 1 : 0;
        return c;
    }

    private int Peek()
    {
        if (at >= filled)
        {
            (at, filled) = (0, text.Read(buffer, 0, buffer.Length));
        }

        return filled == 0 ? EndOfFile : buffer[at];
    }

    private static Escape Following(Escape escape, int c) => (escape, c) switch
    {
        (Escape.None, '\\') => Escape.Backslash,
        (Escape.None, '"') => Escape.Quoted,
        (Escape.Backslash, _) => Escape.Escaped,
        (Escape.Quoted, not '"') => Escape.Quoted,
        _ => Escape.None,
    };

    /// <summary>automount goes on with C strings, which end at a NUL.</summary>
    private static string UntilNul(string text) => text.IndexOf('\0') is >= 0 and var nul ? text[..nul] : text;

    /// <summary>The bytes of a character in UTF-8; half of a pair of surrogates has two of four.</summary>
    private static int Bytes(char c) => c switch
    {
        < '\x80' => 1,
        < '\x800' => 2,
        _ when char.IsSurrogate(c) => 2,
        _ => 3,
    };

    private static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r');

    private static bool IsBlank(int c) => c is ' ' or '\t';
}
