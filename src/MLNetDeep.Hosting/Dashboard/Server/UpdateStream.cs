using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace MLNetDeep.Hosting;

/// <summary>The events that a page receives: all runs at first, then what is new, a few times a second.</summary>
/// <param name="runs">The runs.</param>
/// <param name="interval">The time between two updates.</param>
/// <param name="closing">Signalled when the dashboard ends; the last state is then sent at once.</param>
internal sealed class UpdateStream(RunList runs, TimeSpan interval, CancellationToken closing)
{
    private static readonly TimeSpan s_reconnectionInterval = TimeSpan.FromSeconds(1);

    /// <summary>Returns the events for one page.</summary>
    /// <param name="aborted">Signalled when the page has hung up.</param>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync([EnumeratorCancellation] CancellationToken aborted)
    {
        using CancellationTokenSource wake = CancellationTokenSource.CreateLinkedTokenSource(closing, aborted);
        RunReaders readers = new(runs);

        // The page sees that it is connected, also before the first run.
        yield return new SseItem<string>("{}", "begin") { ReconnectionInterval = s_reconnectionInterval };
        bool isLast;
        do
        {
            isLast = closing.IsCancellationRequested;
            foreach (RunMessage message in readers.Next())
            {
                yield return new SseItem<string>(JsonSerializer.Serialize(message, DashboardJson.Default.RunMessage), "run");
            }

            await Task.Delay(interval, wake.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!isLast && !aborted.IsCancellationRequested);

        yield return new SseItem<string>("{}", "end");
    }
}
