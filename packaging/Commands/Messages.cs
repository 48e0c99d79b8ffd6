using Automount.Text;

namespace AutomountPackaging.Commands;

/// <summary>What goes to standard error.</summary>
internal static class Messages
{
    public static void Say(string message) => Console.Error.WriteLine($"automount-packaging: {Printable.Escape(message, 2048)}");

    /// <summary>Says every problem, each once.</summary>
    /// <returns>The exit status for bad input.</returns>
    public static int Refuse(IEnumerable<FileProblem> problems)
    {
        foreach (var problem in problems.Distinct())
        {
            Say(problem.ToString());
        }

        return ExitStatus.Configuration;
    }
}
