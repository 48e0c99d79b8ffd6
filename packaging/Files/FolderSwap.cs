namespace AutomountPackaging.Files;

/// <summary>
/// Puts a folder into the place of another in one step (renameat2(2), RENAME_EXCHANGE), so that nobody ever finds a part of it. File
/// systems without that step, such as NFS, take two; what a kill between the two leaves is put right by <see cref="Recover"/>.
/// </summary>
internal static class FolderSwap
{
    /// <summary>What is put between the name of the folder and the number of the process that makes its successor.</summary>
    private const string Fresh = ".new-";

    /// <summary>The same for the folder that is replaced in two steps.</summary>
    private const string Aside = ".old-";

    /// <summary>Where the successor of a folder is made: beside it, so that it takes its place by a rename.</summary>
    public static string FreshName(string target) => $"{target}{Fresh}{Environment.ProcessId}";

    /// <summary>Puts right what a process that was killed has left beside a folder.</summary>
    public static void Recover(string target)
    {
        if (!Path.Exists(target) && Abandoned(target, Aside) is [var aside, ..])
        {
            Directory.Move(aside, target);
        }

        foreach (var leftover in Abandoned(target, Aside).Concat(Abandoned(target, Fresh)))
        {
            Directory.Delete(leftover, recursive: true);
        }
    }

    /// <summary>Puts the folder <paramref name="fresh"/> where <paramref name="target"/> is; what was there is gone afterwards.</summary>
    public static void Replace(string fresh, string target)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(fresh, target);
            return;
        }

        if (LibC.Rename(LibC.WorkingDirectory, fresh, LibC.WorkingDirectory, target, LibC.ExchangeNames) == 0)
        {
            Directory.Delete(fresh, recursive: true);
            return;
        }

        InTwoSteps(fresh, target);
    }

    private static void InTwoSteps(string fresh, string target)
    {
        var aside = $"{target}{Aside}{Environment.ProcessId}";
        Directory.Move(target, aside);
        try
        {
            Directory.Move(fresh, target);
        }
        catch (IOException)
        {
            Directory.Move(aside, target);
            throw;
        }

        Directory.Delete(aside, recursive: true);
    }

    /// <summary>The folders beside one that a process has made which is gone.</summary>
    private static string[] Abandoned(string target, string kind)
    {
        var parent = Path.GetDirectoryName(target);
        return parent is not null && Directory.Exists(parent)
            ? [.. Directory.GetDirectories(parent, $"{Path.GetFileName(target)}{kind}*").Where(IsAbandoned)]
            : [];
    }

    /// <summary>Whether the process that a name ends with is gone; a name of another form is somebody else's.</summary>
    private static bool IsAbandoned(string folder)
    {
        var number = folder[(folder.LastIndexOf('-') + 1)..];
        return int.TryParse(number, out var process) && process > 0 && !Directory.Exists($"/proc/{process}");
    }
}
