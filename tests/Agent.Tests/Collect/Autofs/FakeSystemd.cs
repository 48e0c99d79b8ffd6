using AgentTests.Bus;
using Tmds.DBus.Protocol;

namespace AgentTests.Collect.Autofs;

/// <summary>systemd's side of the few calls that the agent makes.</summary>
public static class FakeSystemd
{
    public const string UnitPath = "/org/freedesktop/systemd1/unit/autofs_2eservice";

    /// <summary>Serves one unit, whatever its name.</summary>
    public static FakeService Start(
        PrivateBus daemon, Dictionary<string, object> unit, Dictionary<string, object>? service = null, Action? onSubscribe = null) =>
        new(daemon, "org.freedesktop.systemd1", call =>
        {
            switch (call.Member)
            {
                case "LoadUnit":
                    return new ObjectPath(UnitPath);
                case "Subscribe":
                    onSubscribe?.Invoke();
                    return Array.Empty<object>();
                case "Get":
                    return new FakeVariant(unit[call.Arguments[1]]);
                default:
                    return call.Argument == "org.freedesktop.systemd1.Unit" ? unit : service ?? [];
            }
        });
}
