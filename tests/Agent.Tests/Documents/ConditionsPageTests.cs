using System.Text;
using AgentTests.Output;
using Automount.Catalog;
using Xunit;

namespace AgentTests.Documents;

/// <summary>docs/conditions.md lists what each code does to the conditions of the node (UPDATE_GOLDEN=1 writes it).</summary>
public class ConditionsPageTests
{
    [Fact]
    public void TheTableIsThatOfTheCode()
    {
        var table = new StringBuilder("| code | `AutomountReady` | `AutomountNodeFault` |\n| --- | --- | --- |\n");
        foreach (var kind in FindingCatalog.All.Where(k => ConditionEffects.Of(k.Code) != ConditionEffect.None))
        {
            table.Append($"| `{kind.Code}` | {Cells(ConditionEffects.Of(kind.Code))} |\n");
        }

        table.Append("| every other code | | |\n");
        Golden.CheckBetween("docs/conditions.md", "<!-- BEGIN CONDITIONS -->", "<!-- END CONDITIONS -->", table.ToString());
    }

    private static string Cells(ConditionEffect effect) => effect switch
    {
        ConditionEffect.NodeFault => "False | True",
        ConditionEffect.NodeFaultUnlessDirectory => "False | True; Unknown unless the directory is well",
        ConditionEffect.NodeFaultUnlessServer =>
            "False with the other one | True once its server has answered for 10 min, Unknown before; untouched while that does not answer",
        ConditionEffect.NotKnown => "Unknown | Unknown",
        _ => "False |",
    };
}
