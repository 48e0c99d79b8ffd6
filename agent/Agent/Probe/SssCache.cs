using System.Collections;
using System.Net.Sockets;
using AutomountAgent.Interop;

namespace AutomountAgent.Probe;

/// <summary>Runs sss_cache(8) as a child, within a deadline: it waits for locks of sssd's cache files.</summary>
/// <param name="program">Its path.</param>
/// <param name="deadline">When it is killed.</param>
/// <param name="time">Clock.</param>
internal sealed class SssCache(string program, TimeSpan deadline, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly KilledChildren killed = new();

    /// <summary>
    /// Expires one map, so that sssd reads it anew when it is asked next. Null when it worked, else why not, one sentence.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public async Task<string?> ExpireMapAsync(string map, CancellationToken cancel)
    {
        killed.Reap();
        using var expiry = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancel);
        Socket? output = null;
        var (pid, ended) = (0, false);
        try
        {
            output = LibCProcess.Spawn([program, "-a", map], Environment(), out pid);
            int? status;
            while ((status = LibCProcess.TryReapStatus(pid)) is null)
            {
                await Task.Delay(Look, time, either.Token);
            }

            ended = true;
            return status == 0 ? null : $"it ended with status {status}.";
        }
        catch (IOException failure)
        {
            return failure.Message;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"it did not end within {deadline.TotalSeconds:0.#} s.";
        }
        finally
        {
            output?.Dispose();
            if (pid > 0 && !ended)
            {
                killed.Kill(pid, null);
            }
        }
    }

    private static IEnumerable<string> Environment() =>
        from DictionaryEntry variable in System.Environment.GetEnvironmentVariables()
        where (string)variable.Key is "PATH" or "LANG"
        select $"{variable.Key}={variable.Value}";
}
