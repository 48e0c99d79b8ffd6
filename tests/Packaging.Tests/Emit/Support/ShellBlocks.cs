using System.Text.RegularExpressions;
using Xunit;

namespace PackagingTests.Emit.Support;

/// <summary>The shell examples of a page, run with a stand-in for <c>oc</c> that writes down what it was asked for.</summary>
internal static class ShellBlocks
{
    public static IReadOnlyList<string> Of(string markdown) =>
        [.. Regex.Matches(markdown, @"(?m)^```sh\n([^`]*?)^```$").Select(m => m.Groups[1].Value)];

    public static void Run(IEnumerable<string> blocks, TestFolder folder, string input = "")
    {
        // What is applied from standard input goes to applied.yaml; a path after -f or -k must be there; extract writes the file that it
        // would.
        var script = $$$"""
            set -eu
            shopt -s expand_aliases
            packaging() { dotnet '{{{Path.Combine(AppContext.BaseDirectory, "automount-packaging.dll")}}}' "$@"; }
            alias automount-packaging=packaging
            oc() {
                echo "oc $*" >> '{{{folder["oc.log"]}}}'
                case "$*" in
                    *'-f -'*) cat >> '{{{folder["applied.yaml"]}}}'; echo --- >> '{{{folder["applied.yaml"]}}}' ;;
                    *' -f '*|*' -k '*) test -e "${@: -1}" ;;
                    *extract*) echo '{ "auths": { "cluster.example.com": { "auth": "dTpw" } } }' > .dockerconfigjson ;;
                esac
                echo machineosbuild/x
            }

            """ + string.Join('\n', blocks);
        var result = Tool.Run("bash", ["-c", script], folder.Path, input);
        Assert.True(result.Status == 0, $"{result.Output}\n{result.Errors}");
        Assert.Equal("", result.Errors);
    }
}
