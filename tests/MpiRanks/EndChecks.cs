using System.Diagnostics;
using MLNetDeep.Mpi;
using MLNetDeep.Neural;

namespace MpiRanks;

/// <summary>
/// Ends the last rank in a certain way, while the others take steps for ever or wait. Each rank writes its process's number first.
/// </summary>
internal static class EndChecks
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(1.5);

    // Between steps, so that the other runs of a test get the cores.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    public static int Run(string how, string folder)
    {
        MpiExchange world = MpiExchange.World;
        new RankFolder(folder, world.Rank).Write("process", Environment.ProcessId);
        bool isLast = world.Rank == world.Size - 1;
        TakeStep(world);
        if (!isLast && how != "normally")
        {
            MpiExchange waiting = how == "late" ? world.WithOptions(new MpiOptions { Deadline = s_deadline }) : world;
            while (true)
            {
                TakeStep(waiting);
                Thread.Sleep(s_pause);
            }
        }

        switch (how)
        {
            case "normally":
                // Other ranks wait in the end for the last one.
                Thread.Sleep(isLast ? 300 : 0);
                return 0;
            case "return":
                return 1;
            case "exit":
                Environment.Exit(1);
                return 0;
            case "throw":
                throw new InvalidOperationException("The last rank fails.");
            case "kill":
                using (Process self = Process.GetCurrentProcess())
                {
                    self.Kill();
                }

                return 0;
            case "late":
                for (int i = 0; i < 2; i++)
                {
                    Thread.Sleep(s_deadline / 3);
                    TakeStep(world);
                }

                Thread.Sleep(Timeout.Infinite);
                return 0;
            case "run":
                while (true)
                {
                    TakeStep(world);
                    Thread.Sleep(s_pause);
                }

            default:
                throw new ArgumentException($"There is no way to end such as '{how}'.");
        }
    }

    private static void TakeStep(MpiExchange exchange)
    {
        exchange.Begin(new EvaluationResult(1, 1, 1));
        exchange.OnGradientReady(0, new float[10]);
        exchange.Finish();
    }
}
