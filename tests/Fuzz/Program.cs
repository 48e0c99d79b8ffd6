using System.Diagnostics;
using System.Text;
using Fuzz;

// Feeds made-up maps to the parsers until FUZZ_COUNT are through. Exit 1: one threw, or took longer than the bound.
var count = Number("FUZZ_COUNT", 10_000_000);
var seed = (int)Number("FUZZ_SEED", Environment.TickCount & 0xffff);
var bound = TimeSpan.FromSeconds(2); // A quadratic step over 100,000 characters takes longer, a busy machine does not.
Console.WriteLine($"fuzz: {count} inputs, seed {seed}, at most {bound.TotalSeconds} s each");
var (texts, characters, slowest, started) = (new MapTexts(seed), 0L, TimeSpan.Zero, 0L);
var current = "";
var done = 0L;
using var watch = new Timer(_ =>
{
    if (started != 0 && Stopwatch.GetElapsedTime(started) > bound * 5)
    {
        Fail("no end", current);
    }
});
watch.Change(1000, 1000);
var clock = Stopwatch.StartNew();
for (; done < count; done++)
{
    current = texts.Next();
    started = Stopwatch.GetTimestamp();
    try
    {
        Parsers.Run(current);
    }
    catch (Exception e)
    {
        Fail(e.ToString(), current);
    }

    var took = Stopwatch.GetElapsedTime(started);
    slowest = took > slowest ? took : slowest;
    characters += current.Length;
    if (took > bound)
    {
        Fail($"took {took.TotalSeconds:F1} s", current);
    }
}

Console.WriteLine($"fuzz: {count} inputs of {(double)characters / count:F0} characters in {clock.Elapsed.TotalSeconds:F0} s " +
    $"({count / clock.Elapsed.TotalSeconds:F0} a second), the slowest took {slowest.TotalMilliseconds:F1} ms; none threw");
return 0;

static long Number(string name, long otherwise) =>
    long.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : otherwise;

void Fail(string what, string text)
{
    Console.Error.WriteLine($"fuzz: input {done} of seed {seed}: {what}");
    Console.Error.WriteLine($"fuzz: the input in UTF-16, base64: {Convert.ToBase64String(Encoding.Unicode.GetBytes(text))}");
    Environment.Exit(1);
}
