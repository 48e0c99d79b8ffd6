using System.Runtime.CompilerServices;
using Automount.Text;
using Tmds.DBus.Protocol;

namespace AutomountAgent.Bus;

/// <summary>
/// The agent's object on the bus (<see cref="AgentInterface"/>). Who floods it is slowed down by <see cref="CallPace"/> and refused by
/// <see cref="CallSlots"/>; who does not take its answers has them queued by the bus, not here. Every call has an answer within <see
/// cref="MaxTime"/>.
/// </summary>
/// <param name="answers">Where the answers come from.</param>
/// <param name="callers">Who a caller is.</param>
/// <param name="time">Clock.</param>
internal sealed class AgentObject(AgentAnswers answers, CallerIds callers, TimeProvider time) : IPathMethodHandler
{
    /// <summary>How long a call may take. <c>Trigger</c> may take as long as its caller says, up to <see cref="MaxTrigger"/>.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20);

    /// <summary>The longest time of <c>Trigger</c>.</summary>
    public static readonly TimeSpan MaxTrigger = TimeSpan.FromMinutes(10);

    private const string Error = "org.freedesktop.DBus.Error.";

    private readonly CallPace pace = new(time);
    private readonly CallSlots slots = new();

    /// <inheritdoc/>
    string IPathMethodHandler.Path => AgentInterface.Path;

    /// <inheritdoc/>
    bool IPathMethodHandler.HandlesChildPaths => false;

    /// <inheritdoc/>
    ValueTask IPathMethodHandler.HandleMethodAsync(MethodContext context)
    {
        // The library receives nothing while this waits. That is the point: what is not received stays with the bus.
        if (pace.Next() is var wait && wait > TimeSpan.Zero)
        {
            context.RequestAborted.WaitHandle.WaitOne(wait);
        }

        if (context.IsDBusIntrospectRequest)
        {
            context.ReplyIntrospectXml([AgentInterface.Xml, IntrospectionXml.DBusProperties]);
        }
        else if (context.NoReplyExpected)
        {
            return ValueTask.CompletedTask; // Nobody wants the answer, and answering is all that the object does.
        }
        else if (slots.TryReceive())
        {
            context.DisposesAsynchronously = true;
            _ = AnswerAsync(context);
        }
        else
        {
            Refuse(new(context));
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Answers a call on the thread pool. It does not throw.</summary>
    private async Task AnswerAsync(MethodContext context)
    {
        await LeaveReceiverAsync();
        using var answered = context;
        var call = new ServedCall(context);
        try
        {
            var user = await callers.UserOfAsync(call.Caller, context.RequestAborted).ConfigureAwait(false);
            if (!slots.TryTake(user))
            {
                Refuse(call);
                return;
            }

            try
            {
                await AnswerAsync(call, user, context.RequestAborted).ConfigureAwait(false);
            }
            finally
            {
                slots.Return(user);
            }
        }
        catch (Exception e)
        {
            Fail(call, e);
        }
        finally
        {
            slots.Answered();
        }
    }

    private Task AnswerAsync(ServedCall call, uint user, CancellationToken gone) => call.Interface switch
    {
        AgentInterface.Properties => Task.Run(() => AnswerProperties(call), gone),
        AgentInterface.Name or "" => AnswerMethodAsync(call, user, gone),
        _ => throw new MissingMemberException(call.Interface, call.Member),
    };

    private async Task AnswerMethodAsync(ServedCall call, uint user, CancellationToken gone)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(gone);
        end.CancelAfter(MaxTime);
        switch (call.Member)
        {
            case "Status()":
                call.Reply(answers.Status() ?? throw new RequestException("the first round is not done yet"));
                break;
            case "Ready()":
                var missing = answers.NotReady();
                call.Reply(missing is null, Printable.Escape(missing ?? "", 1024));
                break;
            case "Explain(s)":
                call.Reply(await answers.Explain(call.Text(), end.Token).ConfigureAwait(false));
                break;
            case "Validate()":
                call.Reply(await answers.Validate(end.Token).ConfigureAwait(false));
                break;
            case "Trigger(su)":
                await TriggerAsync(call, user, gone).ConfigureAwait(false);
                break;
            default:
                throw new MissingMemberException(AgentInterface.Name, call.Member);
        }
    }

    /// <summary>root alone: whoever mounts keeps servers and the node busy, and a mount from expiring.</summary>
    private async Task TriggerAsync(ServedCall call, uint user, CancellationToken gone)
    {
        if (user != 0)
        {
            throw new UnauthorizedAccessException("Trigger is for root alone");
        }

        var (path, seconds) = call.TextAndNumber();
        var timeout = TimeSpan.FromSeconds(Math.Clamp(seconds, 1, (uint)MaxTrigger.TotalSeconds));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(gone);
        end.CancelAfter(timeout + MaxTime);
        var (mounted, message) = await answers.Trigger(path, timeout, end.Token).ConfigureAwait(false);
        call.Reply(mounted, Printable.Escape(message, 4096));
    }

    private void AnswerProperties(ServedCall call)
    {
        switch (call.Member)
        {
            case "Get(ss)" when call.Texts(2) is [AgentInterface.Name or "", var name]:
                if (!call.ReplyProperty(answers.Properties(), name))
                {
                    call.Fail(Error + "UnknownProperty", $"there is no property {name}");
                }

                break;
            case "GetAll(s)" when call.Text() is AgentInterface.Name or "":
                call.ReplyAll(answers.Properties());
                break;
            case "Get(ss)" or "GetAll(s)":
                call.Fail(Error + "UnknownInterface", $"there is no interface {call.Text()}");
                break;
            case "Set(ssv)":
                call.Fail(Error + "PropertyReadOnly", "no property can be set");
                break;
            default:
                throw new MissingMemberException(AgentInterface.Properties, call.Member);
        }
    }

    private static void Refuse(ServedCall call) => call.Fail(
        Error + "LimitsExceeded", $"too many calls are under way: at most {CallSlots.OfUser} of one user are answered together");

    private static void Fail(ServedCall call, Exception e)
    {
        var (name, message) = e switch
        {
            RequestException => ("InvalidArgs", e.Message),
            UnauthorizedAccessException => ("AccessDenied", e.Message),
            MissingMemberException => ("UnknownMethod", $"there is no method {call.Member}"),
            OperationCanceledException => ("Timeout", $"no answer within {MaxTime.TotalSeconds:0} s"),
            _ => ("Failed", e.Message),
        };
        call.Fail(Error + name, message);
    }

    private static ConfiguredTaskAwaitable LeaveReceiverAsync() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}
