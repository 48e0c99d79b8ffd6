namespace AutomountPackaging.Platform;

/// <summary>A version of OpenShift that manifests are written for.</summary>
/// <param name="Minor">The y of 4.y.</param>
internal readonly record struct OpenShiftVersion(int Minor)
{
    public override string ToString() => $"4.{Minor}";
}
