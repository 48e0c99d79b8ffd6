using Automount.Findings;

namespace Automount.Catalog;

/// <summary>Faults of the link <c>map</c> in where a map comes from, and in what form.</summary>
public static class MapSourceFindings
{
    private static readonly KindList Kinds = new(Link.Map);

    public static IReadOnlyList<FindingKind> All => Kinds.All;

    public static FindingKind LdifSyntax { get; } = Kinds.Error(
        "map/ldif-syntax",
        "ldapadd refuses a part of an LDIF file",
        "A line is no LDIF, or a record cannot be added: its DN is there twice, or names another key than its attribute. ldapadd stops "
            + "there, so nothing after it gets into the directory. Only validate reads LDIF files; a running node never has this fault.",
        "Correct the line (RFC 2849, ldif(5)).");

    public static FindingKind LdifSkipped { get; } = Kinds.Warning(
        "map/ldif-skipped",
        "A part of an LDIF file was not validated",
        "It is good LDIF, but says nothing about the maps by itself: a change of an entry, a value in another file, an entry outside "
            + "of any map.",
        "Validate the content of the directory after the change, or give validate the missing parts with further --ldif.");

    public static FindingKind NfsMountConf { get; } = Kinds.Warning(
        "map/nfsmount-conf",
        "nfsmount.conf changes how the entries of maps are mounted",
        "mount.nfs appends the options of nfsmount.conf to those of the map, and the kernel takes the last of two that contradict: soft of "
            + "the file beats hard of an entry, so calls fail where users expect them to wait, and data can be lost. Options of other "
            + "names that an entry gives itself are left alone, so a version or a port holds for the entries that give none.",
        "Take the option out of the file that the message names, or give it in the section of the server or mount point that needs it: "
            + "nfsmount.conf(5). What a mount got shows findmnt -t nfs,nfs4 -o TARGET,OPTIONS.");

    public static FindingKind NotValidated { get; } = Kinds.Info(
        "map/not-validated",
        "A map is in a language that is not looked into",
        "automount understands it (amd and hesiod formats, programs, NIS), this agent does not: nothing is said about its entries.",
        "Nothing is to be done. To have its entries checked, use the sun format from a file or from LDAP.");

    public static FindingKind NotJudged { get; } = Kinds.Warning(
        "map/not-judged",
        "Judging the maps was given up",
        "It took longer than the agent spends on it, or failed: the links that need it are unknown, and servers and paths are watched by "
            + "the maps of before. It is tried again after some minutes. automount may have no trouble with the same maps.",
        "Look at the entry that is named: tens of thousands of characters in a key or an entry are usually a mistake. Report the entry to "
            + "the authors of the agent.");

    public static FindingKind TwoSources { get; } = Kinds.Info(
        "map/two-sources",
        "A map is in two sources, with different content",
        "automount looks for a key in one source of nsswitch.conf after the other: the first that has the key, or a wildcard, wins. "
            + "What is in the second one is used only for keys that the first one lacks.",
        "Keep the map in one place, or include the other one on purpose (+NAME, in a file).");

    public static FindingKind FileMissing { get; } = Kinds.Error(
        "map/file-missing",
        "The master map names a file that is not on the node",
        "The map is a file, and the file does not exist here. Every key below the mount point answers No such file or directory.",
        "Put the file on the node, or take the map into LDAP and name it without a path.");

    public static FindingKind TextAsProgram { get; } = Kinds.Error(
        "map/text-as-program",
        "automount runs a map that is no program",
        "automount runs a file that is executable when the master map names it without a type, and reads what it prints. Plain text "
            + "prints nothing: no key exists.",
        "chmod a-x FILE, or name it file:FILE in the master map.");

    public static FindingKind ScriptAsText { get; } = Kinds.Error(
        "map/script-as-text",
        "A program is read as a map",
        "The file begins as a program does, and automount runs a file only when it is executable and its type is not file. It reads the "
            + "lines of the program as entries.",
        "chmod 755 FILE, and name it without a type.");

    public static FindingKind NotGiven { get; } = Kinds.Info(
        "map/not-given",
        "Maps are not among the given files",
        "Only what is given to validate is judged. These maps come from LDAP, sssd or NIS, or from files that are elsewhere.",
        "Nothing is to be done. To have them judged, give their files as well, or their LDIF.");

    public static FindingKind FileNotGiven { get; } = Kinds.Warning(
        "map/file-not-given",
        "The file of a map is not among the given ones",
        "A map is named by its path, and the file is not among those that were given. If it is not on the nodes either, every key "
            + "below the mount point answers No such file or directory.",
        "Correct the path, or give the file as well.");

    public static FindingKind AmbiguousFile { get; } = Kinds.Warning(
        "map/ambiguous-file",
        "Several of the given files can be one file of a node",
        "Given files are matched with the paths in maps by the ends of their paths. Where several fit equally well, the first is taken.",
        "Give the files of one node at a time, or keep them in folders as on the node.");

    public static FindingKind LeftOut { get; } = Kinds.Info(
        "map/left-out",
        "Something that was given is not judged",
        "A pattern of the shell often matches more than maps: folders, and copies that editors and package managers leave behind.",
        "Nothing is to be done. A file that is meant can be given alone, or renamed.");

    public static FindingKind UnreadMaster { get; } = Kinds.Warning(
        "map/unread-master",
        "A map looks like a master map, and is not read as one",
        "Its keys are mount points and its entries name other maps. automount reads auto.master, what it includes, and nothing else as "
            + "master map.",
        "Include it from the master map (+PATH, or a name that ends in .autofs in auto.master.d), or name it with --master.");

    public static FindingKind NoMaster { get; } = Kinds.Info(
        "map/no-master",
        "There is no master map among the maps",
        "Without a master map it is not known where the maps are mounted, with which options, and which are used.",
        "Give the master map as well, or its name with --master.");

    public static FindingKind UnknownAllow { get; } = Kinds.Warning(
        "map/unknown-allow",
        "A comment allows a finding that there is not",
        "A comment # automount-agent: allow CODE of a map file names something that is no code of a finding about maps, or no code at all: "
            + "it allows nothing.",
        "Write # automount-agent: allow CODE [CODE...] with codes of the link map: automount-agent findings map/ lists them.");

    public static FindingKind UnusedAllow { get; } = Kinds.Info(
        "map/unused-allow",
        "A comment allows a finding that is not there",
        "A comment # automount-agent: allow CODE of a map file is not needed: what it stands above has no such finding, it is allowed "
            + "already, or the comment stands above no entry. It would hide the fault if it came back.",
        "Take the code out of the comment. Directly above an entry the comment holds for that entry; above an empty line before the first "
            + "entry it holds for the whole file.");
}
