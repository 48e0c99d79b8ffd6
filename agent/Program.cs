Console.Error.WriteLine("automount-agent: no commands yet");
return 64;
