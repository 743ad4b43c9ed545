using System.Globalization;
using System.Runtime.InteropServices;
using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.TorchSharp.Tests.Attacks;

namespace MLNetDeep.TorchSharp.Tests.Children;

/// <summary>
/// Trains and scores with so little memory that libtorch's first large allocation is refused, then a later one, and so on, until there is
/// enough. Checks each time that one exception says so and no tensor is left, and writes how often memory was refused. On Linux only.
/// </summary>
internal static partial class LittleMemory
{
    /// <summary>More large allocations than there are.</summary>
    public const int MaxSteps = 60;

    // The weights of a layer are 16 MiB. All else is far smaller, and has half of that.
    private const int Units = 2048;
    private const int Classes = 3;
    private const int Rows = 16;
    private const long Large = Units * Units * sizeof(float);

    // Of setrlimit and mallopt.
    private const int AddressSpace = 9;
    private const int MmapThreshold = -3;

    private static readonly NetworkSpec s_spec = new([Units], [new Dense(Units, Activation.Relu), new Dense(Classes, Activation.Softmax)]);
    private static readonly TrainingData s_data = TestNumbers.ClassificationData(Rows, Units, Classes);
    private static readonly IReadOnlyList<NamedTensor> s_weights = new Network(s_spec, seed: 1).GetWeights();

    /// <summary>Takes the step from allocation to allocation: 1 refuses each of them.</summary>
    public static void Run(string[] arguments)
    {
        int step = int.Parse(arguments[0], CultureInfo.InvariantCulture);

        // Large blocks go back to the system when they are freed.
        Assert.Equal(1, SetMallocOption(MmapThreshold, 1 << 20));
        Network scored = new(s_spec, s_weights);
        int[] refusals =
        [
            CountRefusals(step, () => Train(AttackTraining.Direct)),
            CountRefusals(step, () => Train(AttackTraining.Delayed)),
            CountRefusals(step, () => [.. scored.Predict(s_data.Features, AttackTraining.Direct).SelectMany(row => row)]),
        ];
        SendWithoutCopy();
        Console.WriteLine(string.Join(' ', refusals));
    }

    // Features of 32 MiB, of which there is no room for a copy: they are sent batch by batch.
    private static void SendWithoutCopy()
    {
        NetworkSpec spec = new([Units], [new Dense(Classes, Activation.Softmax)]);
        TrainingData data = TestNumbers.ClassificationData(2 * Units, Units, Classes);
        FitOptions options = new() { Threads = 1 };
        using ITrainingSession session = AttackTraining.Delayed.CreateSession(spec, TestNumbers.Weights(spec), options);
        using ITrainingSession other = AttackTraining.Delayed.CreateSession(spec, TestNumbers.Weights(spec), options);
        long before = LiveTensors.Count;
        other.PrepareData(data);
        Assert.Equal(before + 1, LiveTensors.Count);
        SetFreeMemory(Large);
        AttackTraining.AssertNoTensors(() => session.PrepareData(data));
        SetLimit(ulong.MaxValue);
        Assert.Equal(other.Step(data, [5, 700]), session.Step(data, [5, 700]));
    }

    private static float[] Train(TorchBackend backend)
    {
        Network network = new(s_spec, s_weights);
        network.Fit(s_data, AttackTraining.Options(backend) with { Epochs = 1, BatchSize = Rows, ValidationData = s_data, ClassWeights = [] });
        return AttackTraining.Weights(network);
    }

    private static int CountRefusals(int step, Func<float[]> work)
    {
        float[] expected = work();
        for (int refusals = 0; ; refusals++)
        {
            Assert.InRange(refusals, 0, MaxSteps);
            float[]? result = null;
            AttackTraining.AssertNoTensors(() => result = Try(work, (Large / 2) + (refusals * step * Large)));
            if (result is not null)
            {
                Assert.Equal(expected, result);
                return refusals;
            }

            Assert.Equal(expected, work());
        }
    }

    // Returns null if the memory is too little.
    private static float[]? Try(Func<float[]> work, long bytes)
    {
        SetFreeMemory(bytes);
        try
        {
            return work();
        }
        catch (DeviceMemoryException error)
        {
            Assert.InRange(error.WantedBytes!.Value, Large / 4, 4 * Large);
            return null;
        }
        finally
        {
            SetLimit(ulong.MaxValue);
        }
    }

    private static void SetFreeMemory(long bytes)
    {
        string pages = File.ReadAllText("/proc/self/statm").Split()[0];
        SetLimit((ulong)((long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize) + bytes));
    }

    // A limit that holds now, and the highest that may be set later: the largest number means none.
    private static void SetLimit(ulong bytes) => Assert.Equal(0, SetResourceLimit(AddressSpace, [bytes, ulong.MaxValue]));

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetResourceLimit(int resource, ReadOnlySpan<ulong> limits);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetMallocOption(int option, int value);
}
