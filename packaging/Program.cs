using System.Reflection;

// The manifests themselves are not written yet: this program only says which version it is, and refuses anything else.
if (args is ["--version"])
{
    Console.WriteLine(Assembly.GetExecutingAssembly().GetName().Version!.ToString(3));
    return 0;
}

Console.Error.WriteLine("automount-packaging: no commands yet: only --version is built: use the documentation under docs/ until then");
return 64;
