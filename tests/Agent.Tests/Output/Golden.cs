using Xunit;

namespace AgentTests.Output;

/// <summary>Compares generated text with a file of the repository; with UPDATE_GOLDEN=1 it writes the file instead.</summary>
internal static class Golden
{
    /// <summary>The root of the work tree.</summary>
    public static string Root { get; } = FindRoot();

    public static void Check(string file, string actual) => Check(file, actual, _ => actual);

    /// <summary>The generated part of a file that is otherwise written by hand: what lies between two lines.</summary>
    public static void CheckBetween(string file, string begin, string end, string actual)
    {
        var (from, to) = Bounds(File.ReadAllText(Path.Combine(Root, file)), begin, end);
        Check(file, $"{begin}\n{actual}", old => old[..from] + begin + '\n' + actual + old[to..], old => old[from..to]);
    }

    private static void Check(string file, string actual, Func<string, string> update, Func<string, string>? part = null)
    {
        var path = Path.Combine(Root, file);
        var old = File.Exists(path) ? File.ReadAllText(path) : "";
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, update(old));
            return;
        }

        Assert.Equal(part is null ? old : part(old), actual);
    }

    private static (int From, int To) Bounds(string text, string begin, string end)
    {
        var from = text.IndexOf(begin + '\n', StringComparison.Ordinal);
        var to = text.IndexOf(end + '\n', StringComparison.Ordinal);
        Assert.True(from >= 0 && to > from, $"no lines {begin} and {end}");
        return (from, to);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AutomountAgent.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests do not run from the work tree");
        }

        return folder;
    }
}
