using Spectre.Console;

namespace AutomountAgent.Output.Terminal;

/// <summary>Where tables are printed: a terminal with its colours and width, or plain text in unbroken lines, for grep.</summary>
internal static class Screen
{
    private const int PlainWidth = 10_000;

    /// <summary>Standard output of this process, as it is connected.</summary>
    public static IAnsiConsole Standard() => Of(
        System.Console.Out,
        terminal: !System.Console.IsOutputRedirected,
        noColor: Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>A screen on a writer.</summary>
    /// <param name="output">Where text goes.</param>
    /// <param name="terminal">True when it is a terminal, which may be wider and have colours.</param>
    /// <param name="noColor">Value of <c>NO_COLOR</c>: anything but empty turns colours off (no-color.org).</param>
    public static IAnsiConsole Of(TextWriter output, bool terminal, string? noColor)
    {
        var colors = terminal && string.IsNullOrEmpty(noColor);
        var settings = new AnsiConsoleSettings { Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) };
        if (!colors)
        {
            settings.Ansi = AnsiSupport.No;
            settings.ColorSystem = ColorSystemSupport.NoColors;
        }

        var screen = AnsiConsole.Create(settings);
        if (!terminal)
        {
            screen.Profile.Width = PlainWidth;
        }

        screen.Profile.Capabilities.Unicode = true;
        return screen;
    }
}
