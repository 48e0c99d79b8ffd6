using System.Collections.Immutable;
using Tmds.DBus.Protocol;

namespace AutomountAgent.Bus;

/// <summary>What is sent when the properties have changed. Pure, but for writing the messages.</summary>
internal static class AgentSignals
{
    /// <summary>So many <c>FindingChanged</c> are sent for one change of the verdict; what follows is in <c>Findings</c> alone.</summary>
    public const int MaxFindingSignals = 100;

    /// <summary>The properties that differ.</summary>
    public static ImmutableArray<string> Differing(AgentProperties before, AgentProperties now)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        if (before.Verdict != now.Verdict)
        {
            names.Add("Verdict");
        }

        if (before.FirstBroken != now.FirstBroken)
        {
            names.Add("FirstBroken");
        }

        if (!before.Findings.SequenceEqual(now.Findings))
        {
            names.Add("Findings");
        }

        if (!before.Conditions.SequenceEqual(now.Conditions))
        {
            names.Add("Conditions");
        }

        return names.ToImmutable();
    }

    /// <summary>The findings that came, went, or say something else: <c>raised</c>, <c>cleared</c> or <c>changed</c>. Linear.</summary>
    public static ImmutableArray<(BusFinding Finding, string Change)> Changes(AgentProperties before, AgentProperties now)
    {
        var old = new Dictionary<(string, string), BusFinding>();
        foreach (var finding in before.Findings)
        {
            old.TryAdd((finding.Code, finding.Subject), finding);
        }

        var changes = ImmutableArray.CreateBuilder<(BusFinding, string)>();
        foreach (var finding in now.Findings.DistinctBy(f => (f.Code, f.Subject)))
        {
            if (!old.Remove((finding.Code, finding.Subject), out var last))
            {
                changes.Add((finding, "raised"));
            }
            else if (last != finding)
            {
                changes.Add((finding, "changed"));
            }
        }

        changes.AddRange(old.Values.Select(finding => (finding, "cleared")));
        return changes.ToImmutable();
    }

    /// <summary>Writes <c>PropertiesChanged</c>.</summary>
    public static void WriteProperties(ref MessageWriter writer, AgentProperties now, ImmutableArray<string> names)
    {
        writer.WriteSignalHeader(null, AgentInterface.Path, AgentInterface.Properties, "PropertiesChanged", "sa{sv}as");
        writer.WriteString(AgentInterface.Name);
        ServedCall.WriteAll(ref writer, now, names);
        writer.WriteArray(Array.Empty<string>());
    }

    /// <summary>Writes <c>FindingChanged</c>.</summary>
    public static void WriteFinding(ref MessageWriter writer, BusFinding finding, string change)
    {
        writer.WriteSignalHeader(null, AgentInterface.Path, AgentInterface.Name, "FindingChanged", "sss");
        writer.WriteString(finding.Code);
        writer.WriteString(finding.Subject);
        writer.WriteString(change);
    }
}
