using System.Diagnostics;
using System.Globalization;
using MLNetDeep.Mpi.Launching;

namespace MLNetDeep.Mpi.Exchange;

/// <summary>Waits for the end of requests, and ends all ranks at the deadline.</summary>
internal sealed class MpiWait(MpiProcess process)
{
    // A message within a machine takes microseconds. After this, another thread or rank may need the core.
    private static readonly TimeSpan s_spinTime = TimeSpan.FromMicroseconds(20);

    // MPI makes progress only when it is called, so a sleep slows down a transfer. A request that takes longer than this waits for a rank.
    private static readonly TimeSpan s_yieldTime = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_abortTime = TimeSpan.FromSeconds(3);

    /// <summary>The time that all waits have taken.</summary>
    public TimeSpan TotalTime { get; private set; }

    /// <summary>Waits until a request has ended.</summary>
    /// <param name="request">The request.</param>
    /// <param name="deadline">How long to wait.</param>
    /// <param name="option">The option that sets the deadline.</param>
    /// <param name="operation">What the request is for, for the message at the deadline.</param>
    /// <param name="step">The number of steps so far.</param>
    public void For(ref nint request, TimeSpan deadline, string option, string operation, long step)
    {
        if (process.Library.Test(ref request))
        {
            return;
        }

        long start = Stopwatch.GetTimestamp();
        TimeSpan limit = deadline + Delay(process.Rank, process.Size);
        while (!process.Library.Test(ref request))
        {
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            if (elapsed > limit)
            {
                Abort(elapsed, deadline, option, operation, step);
            }
            else if (elapsed > s_yieldTime)
            {
                Thread.Sleep(1);
            }
            else if (elapsed > s_spinTime)
            {
                Thread.Yield();
            }
        }

        TotalTime += Stopwatch.GetElapsedTime(start);
    }

    // Lower ranks speak first, so that mostly one of those that wait says so before it ends the others.
    private static TimeSpan Delay(int rank, int size) => TimeSpan.FromSeconds(Math.Min(0.25 * rank, 2.0 * rank / size));

    private void Abort(TimeSpan waited, TimeSpan deadline, string option, string operation, long step)
    {
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"MLNetDeep.Mpi: rank {process.Rank} of {process.Size} waited {waited.TotalSeconds:0.#} s for another rank in {operation}, "
                + $"after {step} steps, and ends all ranks. Another rank hangs, is cut off, or is slower by more than MpiOptions.{option}, "
                + $"{deadline.TotalSeconds:0.#} s: look for its error, or raise this option."));
        Console.Error.Flush();

        // MPI_Abort itself may wait for a machine that does not answer.
        Thread killer = new(() =>
        {
            Thread.Sleep(s_abortTime);
            using Process self = Process.GetCurrentProcess();
            self.Kill();
        }) { IsBackground = true };
        killer.Start();
        process.Library.Abort(process.Library.Handles.World, 1);
        Environment.Exit(1);
    }
}
