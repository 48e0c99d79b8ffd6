namespace AutomountAgent.Bus;

/// <summary>Asks a running agent over the bus (<see cref="AgentInterface"/>). It is never started for that.</summary>
/// <param name="bus">The bus.</param>
internal sealed class AgentClient(SystemBus bus)
{
    /// <summary>The JSON document of <c>status</c>.</summary>
    /// <exception cref="BusException">There is no bus, no agent, or no answer.</exception>
    public Task<string> StatusAsync(TimeSpan deadline, CancellationToken cancel) =>
        bus.CallAsync(Call("Status"), static reader => reader.ReadDocument(), deadline, cancel);

    /// <summary>Whether the required paths are ready, and what is missing.</summary>
    /// <exception cref="BusException">There is no bus, no agent, or no answer.</exception>
    public Task<(bool Ready, string Missing)> ReadyAsync(TimeSpan deadline, CancellationToken cancel) =>
        bus.CallAsync(Call("Ready"), static reader => reader.ReadFlagAndText(), deadline, cancel);

    /// <summary>The JSON document of <c>explain</c>.</summary>
    /// <param name="what">Its argument.</param>
    /// <param name="deadline">How long it may take.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="BusException">There is no bus, no agent, no answer, or the argument is none.</exception>
    public Task<string> ExplainAsync(string what, TimeSpan deadline, CancellationToken cancel) =>
        bus.CallAsync(Call("Explain", what), static reader => reader.ReadDocument(), deadline, cancel);

    private static BusCall Call(string method, params string[] arguments) =>
        new(AgentInterface.Name, AgentInterface.Path, AgentInterface.Name, method, arguments);
}
