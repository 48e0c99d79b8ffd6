using System.Globalization;

namespace AutomountPackaging.Platform;

/// <summary>A minor release of OpenShift that manifests are written for.</summary>
/// <param name="Major">The x of x.y.</param>
/// <param name="Minor">The y of x.y.</param>
internal readonly record struct OpenShiftVersion(int Major, int Minor) : IComparable<OpenShiftVersion>
{
    /// <summary>The releases whose rules are known, oldest first. 5.0 follows on 4.23.</summary>
    public static IReadOnlyList<OpenShiftVersion> Known { get; } =
        [new(4, 18), new(4, 19), new(4, 20), new(4, 21), new(4, 22), new(4, 23), new(5, 0)];

    /// <summary>The newest release whose rules are known: those of a later one are taken to be the same.</summary>
    public static OpenShiftVersion Newest => Known[^1];

    /// <summary>What <c>check</c> takes where no release is named.</summary>
    public static OpenShiftVersion Assumed => new(4, 20);

    /// <summary>Whether it came after everything that is known here.</summary>
    public bool IsUnknownNewer => CompareTo(Newest) > 0;

    /// <summary>Reads <c>x.y</c>; null when it is not a release that is known, nor one that may have come after those.</summary>
    public static OpenShiftVersion? Parse(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 2 || !Number(parts[0], out var major) || !Number(parts[1], out var minor))
        {
            return null;
        }

        var version = new OpenShiftVersion(major, minor);
        return Known.Contains(version) || version.IsUnknownNewer ? version : null;
    }

    /// <summary>Whether it is this release or a later one.</summary>
    public bool IsFrom(int major, int minor) => CompareTo(new OpenShiftVersion(major, minor)) >= 0;

    public int CompareTo(OpenShiftVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    // Written as OpenShift writes it: 4.20, not 4.020.
    private static bool Number(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < 1000 && (text == "0" || text[0] != '0');
}
