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
        CatalogTable.Print(Screen.Of(writer, terminal: false, noColor: null), FindingCatalog.ServerHung);

        Assert.StartsWith("server/hung (error): ", writer.ToString());
        Assert.Contains("MESSAGE_ID=a67a635be689522b88fa4d6995ed23da", writer.ToString());
    }

    [Fact]
    public void EveryCodeIsInTheTable()
    {
        var writer = new StringWriter();
        CatalogTable.Print(Screen.Of(writer, terminal: false, noColor: null), FindingCatalog.All);

        Assert.All(FindingCatalog.All, k => Assert.Contains(k.Code, writer.ToString()));
    }
}
