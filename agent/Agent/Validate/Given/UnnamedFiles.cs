using System.Collections.Immutable;
using Automount.Findings;
using Automount.Maps.Sources;

namespace AutomountAgent.Validate.Given;

/// <summary>The given files that nothing names: maps that are judged by themselves, and files that are none.</summary>
/// <param name="hasMaster">Whether there is a master map.</param>
/// <param name="isGiven">Whether a map of a name is given.</param>
internal sealed class UnnamedFiles(bool hasMaster, Func<string, bool> isGiven)
{
    private readonly List<GivenFile> maps = [];
    private readonly List<Finding> findings = [];

    /// <summary>The maps.</summary>
    public IReadOnlyList<GivenFile> Maps => maps;

    /// <summary>What is said of the others.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>Sorts files.</summary>
    /// <param name="files">The files.</param>
    public void Add(ImmutableArray<GivenFile> files)
    {
        // Of files that are nothing but backups one is meant.
        var backups = files.Where(f => LeftoverNames.IsBackup(Path.GetFileName(f.Path))).Select(f => f.Path).ToList();
        var isBackupMeant = !hasMaster && backups.Count == files.Length;
        if (!isBackupMeant)
        {
            findings.AddRange(GivenFindings.LeftOut(backups, "by its name each is an older or newer copy of another file"));
        }

        foreach (var file in files.Where(f => isBackupMeant || !LeftoverNames.IsBackup(Path.GetFileName(f.Path))))
        {
            Add(file);
        }
    }

    private void Add(GivenFile file)
    {
        if (file.Start != MapFileStart.Text)
        {
            findings.Add(file.IsProgram ? GivenFindings.Program(file) : GivenFindings.ScriptAsText(file));
            return;
        }

        var content = file.Read(isMaster: false);
        var isLikeMaster = FileSort.LooksLikeMaster(content, isGiven);
        if (FileSort.IsIgnoredDropIn(file.Place) && (hasMaster || isLikeMaster))
        {
            findings.Add(GivenFindings.NoSuffix(file));
        }
        else if (FileSort.IsAmd(content))
        {
            findings.Add(GivenFindings.Amd(file));
        }
        else if (isLikeMaster)
        {
            findings.Add(GivenFindings.UnreadMaster(file.Path, file.Path, hasMaster));
        }
        else
        {
            maps.Add(file);
            if (file.IsExecutable)
            {
                findings.Add(GivenFindings.TextProgram(file));
            }
        }
    }
}
