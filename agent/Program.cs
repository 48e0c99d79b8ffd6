if (args is ["prober"])
{
    return AutomountAgent.Act.ProberProgram.Run();
}

Console.Error.WriteLine("automount-agent: no commands yet");
return 64;
