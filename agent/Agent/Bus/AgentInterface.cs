namespace AutomountAgent.Bus;

/// <summary>The agent's interface on the bus: its names, and what introspection says of it.</summary>
internal static class AgentInterface
{
    /// <summary>The bus name, and the interface.</summary>
    public const string Name = "org.automount.Agent1";

    /// <summary>The object.</summary>
    public const string Path = "/org/automount/Agent1";

    /// <summary>The standard interface of properties.</summary>
    public const string Properties = "org.freedesktop.DBus.Properties";

    /// <summary>The interface as introspection describes it (D-Bus specification, introspection data format).</summary>
    public static ReadOnlyMemory<byte> Xml { get; } = """
        <interface name="org.automount.Agent1">
          <property name="Version" type="s" access="read">
            <annotation name="org.freedesktop.DBus.Property.EmitsChangedSignal" value="const"/>
          </property>
          <property name="Verdict" type="s" access="read"/>
          <property name="FirstBroken" type="s" access="read"/>
          <property name="Findings" type="a(ssssss)" access="read"/>
          <property name="Conditions" type="a(sssst)" access="read"/>
          <method name="Status"><arg name="json" type="s" direction="out"/></method>
          <method name="Ready">
            <arg name="ready" type="b" direction="out"/>
            <arg name="missing" type="s" direction="out"/>
          </method>
          <method name="Validate"><arg name="json" type="s" direction="out"/></method>
          <method name="Explain">
            <arg name="path" type="s" direction="in"/>
            <arg name="json" type="s" direction="out"/>
          </method>
          <method name="Trigger">
            <arg name="path" type="s" direction="in"/>
            <arg name="timeout_seconds" type="u" direction="in"/>
            <arg name="mounted" type="b" direction="out"/>
            <arg name="message" type="s" direction="out"/>
          </method>
          <signal name="FindingChanged">
            <arg name="code" type="s"/>
            <arg name="subject" type="s"/>
            <arg name="change" type="s"/>
          </signal>
        </interface>

        """u8.ToArray();
}
