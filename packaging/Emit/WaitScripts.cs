using AutomountPackaging.Values;

namespace AutomountPackaging.Emit;

/// <summary>
/// The two waits of APPLY.md. They are scripts, because a build or a roll-out that fails must end the wait as well, with its reason, and
/// because a second try finds the objects of the first.
/// </summary>
internal static class WaitScripts
{
    public const string Image = "wait-for-image.sh";
    public const string Pool = "wait-for-pool.sh";

    /// <summary>Where the MachineOSConfig names its current build.</summary>
    public const string BuildAnnotation = @"{.metadata.annotations.machineconfiguration\.openshift\.io/current-machine-os-build}";

    /// <summary>Waits for the image. The build is the container image-build of its job, an init container from 4.20 on.</summary>
    public static string WriteImage(EmitValues values) => $$"""
        #!/bin/sh
        # Usage: sh {{Image}} [BUILD]
        # Waits for the image of pool {{values.Pool}}. Status 0: it is built. 1: its build has failed. 2: nothing came of it in 90 minutes.
        # BUILD is the build of before. When no other has begun after three minutes, there is nothing new to build.
        set -u
        before=${1:-}
        failed=
        round=0
        while [ "$round" -lt 540 ]; do
            build=$(oc get machineosconfig {{values.Pool}} -o jsonpath='{{BuildAnnotation}}')
            if [ -n "$build" ] && { [ "$build" != "$before" ] || [ "$round" -ge 18 ]; }; then
                case " $(oc get machineosbuild "$build" -o jsonpath='{.status.conditions[?(@.status=="True")].type}') " in
                    *' Succeeded '*)
                        echo "built: $build"
                        exit 0
                        ;;
                    *' Failed '* | *' Interrupted '*)
                        # A build that is replaced looks like this for a moment, too.
                        [ "$failed" != "$build" ] || break
                        failed=$build
                        ;;
                esac
            fi
            round=$((round + 1))
            sleep 10
        done
        if [ -z "$failed" ]; then
            echo "no build of pool {{values.Pool}} has ended: oc describe machineosconfig {{values.Pool}}" >&2
            exit 2
        fi
        echo "build $failed has failed. Its log ends with:" >&2
        oc -n openshift-machine-config-operator logs "job/build-$failed" -c image-build --tail=30 >&2
        if [ "$failed" = "$before" ]; then
            echo "no new build has begun, since nothing that the image is made of has changed. To build it again:" >&2
            echo "oc annotate machineosconfig {{values.Pool}} machineconfiguration.openshift.io/rebuild=" >&2
        fi
        exit 1

        """;

    /// <summary>Waits for the nodes of a pool.</summary>
    public static string WritePool() => $$"""
        #!/bin/sh
        # Usage: sh {{Pool}} POOL
        # Waits for the nodes of a pool. Status 0: all have what the pool says. 1: the pool is degraded. 2: two hours were not enough.
        set -u
        pool=$1
        begun=
        degraded=0
        round=0
        while [ "$round" -lt 720 ]; do
            case " $(oc get machineconfigpool "$pool" -o jsonpath='{.status.conditions[?(@.status=="True")].type}') " in
                *' Degraded '*)
                    # A node that tries again is degraded in between.
                    degraded=$((degraded + 1))
                    [ "$degraded" -lt 12 ] || break
                    ;;
                *' Updating '*)
                    begun=yes
                    degraded=0
                    ;;
                *' Updated '*)
                    # Before the operator has seen a change, the pool is what it was.
                    if [ -n "$begun" ] || [ "$round" -ge 18 ]; then
                        echo "updated: pool $pool"
                        exit 0
                    fi
                    ;;
            esac
            round=$((round + 1))
            sleep 10
        done
        oc get machineconfigpool "$pool" \
            -o jsonpath='{range .status.conditions[?(@.status=="True")]}{.type}{": "}{.message}{"\n"}{end}' >&2
        if [ "$degraded" -ge 12 ]; then
            echo "pool $pool is degraded: oc get machineconfignode names the node and what failed there" >&2
            exit 1
        fi
        echo "pool $pool is still being updated: run this again to go on waiting" >&2
        exit 2

        """;
}
