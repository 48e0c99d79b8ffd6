using AgentTests.Output;
using Automount.Configuration;
using Automount.Text;
using Xunit;

namespace AgentTests.Documents;

public class SettingsTextTests
{
    [Fact]
    public void TheInstalledDefaultsAreThoseOfTheKeys() =>
        Golden.Check("systemd/agent.conf.d/00-defaults.conf", SettingsText.DefaultsFile());

    [Fact]
    public void TheManualPageExplainsEveryKey() =>
        Golden.CheckBetween("systemd/man/agent.conf.5", ".\\\" BEGIN KEYS", ".\\\" END KEYS", SettingsText.ManualSection());

    [Fact]
    public void TheDefaultsStayValidWhenTheirCommentsAreTakenAway()
    {
        var text = string.Join(
            '\n', SettingsText.DefaultsFile().Split('\n').Select(l => l.StartsWith('#') && !l.StartsWith("# ") ? l[1..] : l));

        var (settings, problems) = SettingsMerge.Merge([IniFile.Parse(text, "defaults")]);

        Assert.Empty(problems);
        Assert.Equal(SettingKey.All.Length, IniFile.Parse(text, "defaults").Entries.Length);
        Assert.Equal(new Settings().Listen, settings!.Listen);
    }
}
