using System.Runtime.InteropServices;
using MLNetDeep.Mpi;
using MLNetDeep.Neural;

namespace MpiRanks;

/// <summary>Calls everything that an exchange has, with numbers that follow from the rank, and writes the results.</summary>
internal static class ValueChecks
{
    private static readonly int[] s_lengths = [3, 0, 1000, 500_000, 7];

    public static int Run(string folder)
    {
        MpiExchange world = MpiExchange.World;
        RankFolder output = new(folder, world.Rank);
        output.Write("world", world.Rank, world.Size, world.DefaultThreads);
        output.WriteText("version", world.LibraryVersion);
        WriteAverages(world, output);
        WriteStepsWithoutRows(world, output);
        WriteNotFinite(world, output);
        WriteCollectives(world, output);
        WriteStops(world, output);
        WriteErrors(world, output);
        WriteRandomAverages(world, output);
        WriteThreads(world, output, folder);
        WriteRuntime(world, output);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => output.WriteText("after the end", Message(() => world.Sum([1])));
        return 0;
    }

    // A rank has rank + 1 rows, and gradients that are rank + 1 + the element's number / 2.
    private static void WriteAverages(MpiExchange world, RankFolder output)
    {
        float[][] gradients = [.. s_lengths.Select(length => new float[length])];
        int rank = world.Rank;
        long bytes = world.Statistics.BytesExchanged;
        EvaluationResult sum = Step(world, gradients, rank + 1, (_, element) => rank + 1 + (0.5f * (element % 1000)));
        output.Write("averages", gradients.SelectMany(gradient => gradient).ToArray());
        output.Write("result", sum.LossSum, sum.CorrectCount, sum.RowCount, sum.PredictionCount, sum.AbsoluteErrorSum);
        output.Write("statistics", world.Statistics.Steps, world.Statistics.BytesExchanged - bytes);

        // The same numbers again, in other buckets: the same bits in every rank; sums of these numbers are exact in any order.
        MpiExchange small = world.WithOptions(new MpiOptions { BucketSize = 4096 });
        Step(small, gradients, rank + 1, (_, element) => rank + 1 + (0.5f * (element % 1000)));
        output.Write("small buckets", gradients.SelectMany(gradient => gradient).ToArray());

        // No garbage, after steps in which buffers were made.
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 5; i++)
        {
            world.Begin(new EvaluationResult(1, 1, 1));
            foreach (float[] gradient in gradients)
            {
                world.OnGradientReady(0, gradient);
            }

            world.Finish();
        }

        output.Write("allocated", GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    // Rank 0 has no rows, and gradients that are no numbers. The last rank has all other rows.
    private static void WriteStepsWithoutRows(MpiExchange world, RankFolder output)
    {
        float[] gradient = new float[5];
        bool hasRows = world.Rank == world.Size - 1 && world.Size > 1;
        EvaluationResult sum = Step(world, [gradient], hasRows ? 4 : 0, (_, element) => hasRows ? element + 1 : float.NaN);
        output.Write("no rows", gradient);
        output.Write("no rows result", sum.LossSum, sum.RowCount, sum.AbsoluteErrorSum);
    }

    private static void WriteNotFinite(MpiExchange world, RankFolder output)
    {
        float[] gradient = [1, 2];
        bool isLast = world.Rank == world.Size - 1;
        world.Begin(new EvaluationResult(isLast ? double.PositiveInfinity : 1, 0, 2));
        world.OnGradientReady(0, gradient);
        double infinite = world.Finish().LossSum;
        world.Begin(new EvaluationResult(isLast ? double.NaN : 1, 0, 2));
        world.OnGradientReady(0, gradient);
        output.Write("not finite", infinite, world.Finish().LossSum, Step(world, [gradient], 2, (_, _) => 1).LossSum);
    }

    private static void WriteCollectives(MpiExchange world, RankFolder output)
    {
        int rank = world.Rank;
        double[] sums = [rank + 1, 0.1, double.MaxValue / 16];
        long[] bytes = [SumAndCount(world, sums), SumAndCount(world, []), 0];

        // Within a step, as batch normalization does.
        float[] gradient = [rank, 2 * rank];
        double[] inner = [rank];
        world.Begin(new EvaluationResult(1, 1, 1));
        world.OnGradientReady(0, gradient.AsMemory(0, 1));
        bytes[2] = SumAndCount(world, inner);
        world.OnGradientReady(1, gradient.AsMemory(1, 1));
        world.Finish();
        output.Write("sums", [.. sums, .. inner, .. gradient.Select(value => (double)value)]);

        output.Write("sum bytes", bytes);

        byte[] sent = rank == 0 ? [7, 0, 255] : [1, 2, 3];
        world.Broadcast(sent);
        world.Broadcast([]);
        output.Write("broadcast", sent);

        byte[][] gathered = world.Gather(Enumerable.Repeat((byte)rank, 1000 * rank).ToArray());
        output.Write("gathered lengths", gathered.Select(bytes => bytes.Length).ToArray());
        output.Write("gathered", gathered.SelectMany(bytes => bytes).ToArray());
    }

    private static long SumAndCount(MpiExchange world, double[] values)
    {
        long bytes = world.Statistics.BytesExchanged;
        world.Sum(values);
        return world.Statistics.BytesExchanged - bytes;
    }

    private static void WriteStops(MpiExchange world, RankFolder output)
    {
        List<byte> stops = [];
        for (int step = 0; step < 3; step++)
        {
            if (step == 1 && world.Rank == world.Size - 1)
            {
                world.RequestStop();
            }

            Step(world, [[]], 1, (_, _) => 0);
            stops.Add((byte)(world.IsStopping ? 1 : 0));
        }

        output.Write("stops", stops.ToArray());
    }

    private static void WriteErrors(MpiExchange world, RankFolder output)
    {
        List<string> errors = [Message(() => world.Finish()), Message(() => world.OnGradientReady(0, new float[1]))];
        world.Begin(new EvaluationResult(0, 0, 1));
        errors.Add(Message(() => world.Begin(default)));
        world.Finish();
        output.WriteText("errors", string.Join('\n', errors));
    }

    // Sums of these numbers depend on their order. The same step three times: a sum may not depend on which rank is earlier.
    private static void WriteRandomAverages(MpiExchange world, RankFolder output)
    {
        float[][] gradients = [new float[1], new float[300_001]];
        Random random = new(world.Rank);
        float[] values = [.. Enumerable.Range(0, 300_001).Select(_ => (float)Math.Pow(10, (8 * random.NextDouble()) - 4))];
        for (int i = 0; i < 3; i++)
        {
            Thread.Sleep(world.Rank == i ? 20 : 0);
            Step(world, gradients, world.Rank + 1, (_, element) => values[element]);
            output.Write($"random {i}", gradients[1]);
        }

        output.Write("random values", values);
    }

    // A second thread calls while the first one waits for the other ranks, which call when rank 0 has seen the refusal.
    private static void WriteThreads(MpiExchange world, RankFolder output, string folder)
    {
        string signal = Path.Combine(folder, "two threads");
        double[] sum = [1];
        if (world.Rank > 0)
        {
            SpinWait.SpinUntil(() => File.Exists(signal));
            world.Sum(sum);
        }
        else if (world.Size > 1)
        {
            Thread first = new(() =>
            {
                while (Message(() => world.Sum(sum)) != "none")
                {
                    Thread.Yield();
                }
            });
            first.Start();
            string refusal;
            while ((refusal = Message(() => world.Sum([]))) == "none")
            {
                Thread.Yield();
            }

            output.WriteText("two threads", refusal);
            File.WriteAllText(signal, "");
            first.Join();
        }

        output.Write("sum beside a refusal", sum);
    }

    // .NET turns signals of the processor into exceptions, which handlers of MPI must not take away. Plugins of MPI see its functions.
    private static void WriteRuntime(MpiExchange world, RankFolder output)
    {
        bool hasSymbols = NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "MPI_Test", out _);
        string nothing = world.Rank < 0 ? "text" : null!;
        int zero = world.Rank < 0 ? 1 : 0;
        output.WriteText("runtime", $"{hasSymbols} {TypeOf(() => nothing.Length)} {TypeOf(() => 1 / zero)}");
    }

    private static string TypeOf(Func<int> failing)
    {
        try
        {
            return $"{failing()}";
        }
        catch (Exception e) when (e is NullReferenceException or DivideByZeroException)
        {
            return e.GetType().Name;
        }
    }

    // A step whose result is: a loss of 1.5 a row, every row correct, an absolute error of 0.25 a row.
    private static EvaluationResult Step(MpiExchange exchange, float[][] gradients, int rows, Func<int, int, float> value)
    {
        exchange.Begin(new EvaluationResult(1.5 * rows, rows, rows, rows, rows == 0 ? double.NaN : 0.25 * rows));
        for (int i = gradients.Length - 1; i >= 0; i--)
        {
            for (int element = 0; element < gradients[i].Length; element++)
            {
                gradients[i][element] = value(i, element);
            }

            exchange.OnGradientReady(i, gradients[i]);
        }

        return exchange.Finish();
    }

    private static string Message(Action action)
    {
        try
        {
            action();
            return "none";
        }
        catch (MpiException e)
        {
            return e.Message;
        }
    }
}
