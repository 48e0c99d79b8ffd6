using System.Globalization;

namespace AutomountAgent.Output.Terminal;

/// <summary>
/// How far a long command has come: one line on a terminal that is written over and taken away at the end. It appears only after a second,
/// so that short commands stay silent, and never where standard error is not a terminal. It has no colour.
/// </summary>
internal sealed class ProgressLine : IDisposable
{
    private const int Width = 24;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly TextWriter output;
    private readonly Lock drawing = new();
    private readonly ITimer? timer;
    private string what = "";
    private long done;
    private long total;
    private int drawn;

    /// <param name="output">Where it is drawn.</param>
    /// <param name="isTerminal">False: nothing is ever drawn.</param>
    /// <param name="time">Clock.</param>
    public ProgressLine(TextWriter output, bool isTerminal, TimeProvider time)
    {
        this.output = output;
        timer = isTerminal ? time.CreateTimer(_ => Draw(), null, Patience, Pause) : null;
    }

    /// <summary>That of this process: standard error, if it is a terminal that can do more than print.</summary>
    public static ProgressLine Standard() => new(
        System.Console.Error,
        !System.Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
        TimeProvider.System);

    /// <summary>A new piece of work begins.</summary>
    /// <param name="work">What is done, for example <c>reading maps.ldif</c>; safe to print.</param>
    /// <param name="size">How much there is to do; 0 when nobody knows.</param>
    public void Begin(string work, long size = 0)
    {
        lock (drawing)
        {
            (what, total, done) = (work, size, 0);
        }
    }

    /// <summary>So much is done now.</summary>
    public void Report(long now) => Volatile.Write(ref done, now);

    /// <summary>Takes the line away for good.</summary>
    public void Dispose()
    {
        timer?.Dispose();
        Hide();
    }

    /// <summary>Takes the line away until it is drawn again.</summary>
    public void Hide()
    {
        lock (drawing)
        {
            Write("");
        }
    }

    private void Draw()
    {
        lock (drawing)
        {
            Write(Text(Volatile.Read(ref done)));
        }
    }

    private string Text(long now)
    {
        if (total > 0)
        {
            var part = Math.Clamp((double)now / total, 0, 1);
            var filled = (int)(part * Width);
            var bar = new string('#', filled).PadRight(Width, '.');
            return string.Create(CultureInfo.InvariantCulture, $"{what} [{bar}] {part:P0}");
        }

        return now > 0 ? string.Create(CultureInfo.InvariantCulture, $"{what}: {now:N0}") : what;
    }

    private void Write(string text)
    {
        if (text.Length > 0 || drawn > 0)
        {
            output.Write('\r' + text.PadRight(drawn) + (text.Length == 0 ? "\r" : ""));
            output.Flush();
            drawn = text.Length;
        }
    }
}
