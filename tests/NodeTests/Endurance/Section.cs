using System.Globalization;

namespace NodeTests.Endurance;

/// <summary>
/// What one test measured, as a table for docs/endurance.md: a file below /run/endurance, which tests/endurance/run puts between the marks of its
/// name. A test that fails leaves none.
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
        var row = FormattableString.Invariant($"| {measure} | {measured.ToString(CultureInfo.InvariantCulture)} | {limit?.ToString(CultureInfo.InvariantCulture)} |");
        rows.Add(row);
        output.WriteLine(row);
    }

    /// <summary>Leaves the table for whoever started the tests: the last line of a test.</summary>
    public void Publish()
    {
        Directory.CreateDirectory("/run/endurance");
        File.WriteAllLines($"/run/endurance/{name}.md", rows);
    }
}
