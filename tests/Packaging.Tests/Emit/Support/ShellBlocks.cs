using System.Text.RegularExpressions;
using Xunit;

namespace PackagingTests.Emit.Support;

/// <summary>
/// The shell examples of a page, run with a stand-in for <c>oc</c>. It writes down what it was asked for, keeps secrets as files of the
/// folder <c>cluster</c>, and answers questions about builds and pools from files of the folder <c>answers</c>, a line each time; the last
/// one stays.
/// </summary>
internal static class ShellBlocks
{
    private const string Oc = """
        #!/bin/bash
        set -eu
        here=${0%/bin/oc}
        asked=$*
        echo "oc $asked" >> "$here/oc.log"
        answer() {
            if [ ! -e "$here/answers/$1" ]; then printf '%s\n' "$2"; return; fi
            mapfile -t lines < "$here/answers/$1"
            printf '%s\n' "${lines[0]}"
            if [ "${#lines[@]}" -gt 1 ]; then printf '%s\n' "${lines[@]:1}" > "$here/answers/$1"; fi
        }
        case "$asked" in
            'debug '*) ;;
            *' apply -f -'|'apply -f -') cat >> "$here/applied.yaml"; echo --- >> "$here/applied.yaml" ;;
            *' -f '*|*' -k '*) test -e "${@: -1}" ;;
            *'extract secret/pull-secret'*) cp "$here/cluster/pull-secret.json" .dockerconfigjson ;;
            *'set data secret/pull-secret'*) cp "${asked##*.dockerconfigjson=}" "$here/cluster/pull-secret.json" ;;
            *'create secret generic'*) cp "${asked##*.dockerconfigjson=}" "$here/cluster/$6.json"; echo "name: $6" ;;
            *'create secret docker-registry'*) echo "name: $6" ;;
            *'create token'*) echo token ;;
            'get machineosconfig '*--ignore-not-found*) answer before '' ;;
            'get machineosconfig '*) answer machineosconfig build-2 ;;
            'get machineosbuild '*) answer machineosbuild Succeeded ;;
            'get machineconfigpool '*range*) echo 'Degraded: node a says why' ;;
            'get machineconfigpool '*) answer machineconfigpool Updated ;;
            'get node '*) printf 'node/a\nnode/b\n' ;;
        esac
        """;

    public static IReadOnlyList<string> Of(string markdown) =>
        [.. Regex.Matches(markdown, @"(?m)^```sh\n([^`]*?)^```$").Select(m => m.Groups[1].Value)];

    /// <summary>Runs them as one script, which must end well and without a word of complaint.</summary>
    public static void Run(IEnumerable<string> blocks, TestFolder folder, string input = "")
    {
        var result = Try(blocks, folder, input);
        Assert.True(result.Status == 0, $"{result.Output}\n{result.Errors}");
        Assert.Equal("", result.Errors);
    }

    public static ToolResult Try(IEnumerable<string> blocks, TestFolder folder, string input = "")
    {
        Program("oc", Oc);
        Program("sleep", "#!/bin/sh\n");
        var packaging = Path.Combine(AppContext.BaseDirectory, "automount-packaging.dll");
        Program("automount-packaging", $"#!/bin/sh\nexec dotnet '{packaging}' \"$@\"\n");
        var script = $"set -eu\nPATH={folder["bin"]}:$PATH\n" + string.Join('\n', blocks);
        return Tool.Run("bash", ["-c", script], folder.Path, input);

        void Program(string name, string text) => File.SetUnixFileMode(folder.Write($"bin/{name}", text),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
