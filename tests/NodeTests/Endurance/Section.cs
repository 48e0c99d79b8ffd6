using System.Globalization;
using NodeTests.Support;

namespace NodeTests.Endurance;

/// <summary>
/// What one test measured, as a table for docs/endurance.md: a file below /run/endurance, which tests/endurance/run puts between the marks
/// of its name. A test that fails leaves none.
/// </summary>
/// <param name="name">Name of the section.</param>
/// <param name="output">Where each row is shown as well.</param>
public sealed class Section(string name, ITestOutputHelper output)
{
    private readonly List<string> rows = ["| measure | measured | limit |", "| --- | --- | --- |"];

    /// <summary>Adds a row; numbers are written with a point.</summary>
    /// <param name="measure">What was measured, with its unit.</param>
    /// <param name="measured">The figures.</param>
    /// <param name="limit">What the test allows; empty when it only reports.</param>
    public void Add(string measure, FormattableString measured, FormattableString? limit = null)
    {
        var row = FormattableString.Invariant(
            $"| {measure} | {measured.ToString(CultureInfo.InvariantCulture)} | {limit?.ToString(CultureInfo.InvariantCulture)} |");
        rows.Add(row);
        output.WriteLine(row);
    }

    /// <summary>
    /// Adds what the agent holds in the phases of a test: the most in a later phase may exceed the most in the first by an allowance that
    /// does not depend on the time. Of memory that is what awaits the next collection; <see cref="Steady"/> sees what is never collected.
    /// </summary>
    /// <param name="phases">The phases in words, the first one first.</param>
    /// <param name="servers">How many servers there are: each is asked through a socket, with a thread for its name, and on a slow node all
    /// are at the same time.</param>
    /// <param name="samples">The samples of each.</param>
    public void Flat(string phases, int servers, params IReadOnlyList<IReadOnlyList<Usage>> samples)
    {
        Flat("threads", 2 + servers, u => u.Threads);
        Flat("descriptors", 6 + servers, u => u.Descriptors);
        Flat("children", 1, u => u.Children);
        Flat("RSS (MiB)", samples[0].Max(u => u.ResidentMiB) / 2, u => u.ResidentMiB);

        void Flat(string what, double allowance, Func<Usage, double> of)
        {
            var most = samples.Select(phase => phase.Max(of)).ToList();
            Add(
                $"{what}: most {phases}",
                $"{string.Join(", ", most.Select(m => m.ToString("0.#", CultureInfo.InvariantCulture)))}",
                $"+ {allowance:0}");
            Assert.All(most, m => Assert.InRange(m, 0, most[0] + allowance));
        }
    }

    /// <summary>
    /// Adds medians in the second and in the last fifth of a phase: what leaks grows. In the first one the heap grows to what the phase
    /// needs.
    /// </summary>
    /// <param name="phase">The phase in words.</param>
    /// <param name="garbage">MiB that objects which came and went in it may hold until the next full collection, which comes when it
    /// comes.</param>
    /// <param name="samples">The samples of the phase.</param>
    public void Steady(string phase, double garbage, IReadOnlyList<Usage> samples)
    {
        Steady("threads", 2, u => u.Threads);
        Steady("descriptors", 2, u => u.Descriptors);
        Steady("RSS (MiB)", garbage, u => u.ResidentMiB);

        void Steady(string what, double allowance, Func<Usage, double> of)
        {
            double Median(IEnumerable<Usage> some) => some.Select(of).Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
            var (early, late) =
                (Median(samples.Skip(samples.Count / 5).Take(samples.Count / 5)), Median(samples.TakeLast(samples.Count / 5)));
            Add($"{what} in the second and in the last fifth of {phase}, medians", $"{early:0.#}, {late:0.#}", $"+ {allowance:0}");
            Assert.InRange(late, 0, early + allowance);
        }
    }

    /// <summary>Leaves the table for whoever started the tests: the last line of a test.</summary>
    public void Publish()
    {
        Directory.CreateDirectory("/run/endurance");
        File.WriteAllLines($"/run/endurance/{name}.md", rows);
    }
}
