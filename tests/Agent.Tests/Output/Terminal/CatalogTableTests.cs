using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Output.Terminal;
using Xunit;

namespace AgentTests.Output.Terminal;

public class CatalogTableTests
{
    [Fact]
    public void ACodeIsPrintedWithItsRemedyAndItsMessageId()
    {
        var writer = new StringWriter();
        CatalogTable.Print(Screen.Of(writer, terminal: false, noColor: null), ServerFindings.Hung);

        Assert.StartsWith("server/hung (error): ", writer.ToString());
        Assert.Contains("MESSAGE_ID=300b2ce02e1b5db4ad25b0147d67227f", writer.ToString());
    }

    [Fact]
    public void ACodeIsPrintedWithWhatItMayFollowFrom()
    {
        var writer = new StringWriter();
        CatalogTable.Print(Screen.Of(writer, terminal: false, noColor: null), AutomountFindings.Waiting);

        Assert.Contains("May follow from: mount/hung", writer.ToString());
        Assert.Contains("\"dependsOn\": [\n        \"mount/hung\"", CatalogTable.Json([AutomountFindings.Waiting]));
        Assert.DoesNotContain("dependsOn", CatalogTable.Json([ServerFindings.Hung]));
    }

    [Fact]
    public void EveryCodeIsInTheTable()
    {
        var writer = new StringWriter();
        CatalogTable.Print(Screen.Of(writer, terminal: false, noColor: null), FindingCatalog.All);

        Assert.All(FindingCatalog.All, k => Assert.Contains(k.Code, writer.ToString()));
    }
}
