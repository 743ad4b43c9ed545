using MLNetDeep.Benchmarks.Distributed.Model;
using MLNetDeep.Mpi;

namespace MLNetDeep.Benchmarks.Distributed.Measuring;

/// <summary>Measures trainings on the hosts of hosts.sh, and the same steps without exchange under the same load.</summary>
internal static class HostsMeasurement
{
    /// <summary>The rows of a step of all hosts.</summary>
    public const int Batch = 512;

    /// <summary>The steps of an epoch with local steps: as many as the longest time between averages, as it ends with one.</summary>
    public const int LocalEpochSteps = 32;

    /// <summary>The steps of an epoch in which every step is exchanged.</summary>
    public const int PlainEpochSteps = 5;

    /// <summary>The steps between averages.</summary>
    public static readonly int[] LocalSteps = [8, 32];

    /// <summary>The links that are measured. The delays are those from one host to another.</summary>
    public static readonly IReadOnlyDictionary<string, NetworkLink> Links = new[]
    {
        new NetworkLink("1 Gbit/s, 0.5 ms", 1e9, 0.5e-3) { PayloadShare = NetworkLink.LargeFramePayload },
        new NetworkLink("100 Mbit/s, 5 ms", 1e8, 5e-3) { PayloadShare = NetworkLink.LargeFramePayload },
    }.ToDictionary(link => link.Name);

    private const int Epochs = 3;
    private const int SmallNetworkEpochs = 15;
    private const int WarmUpEpochs = 1;

    /// <summary>Measures networks on one link, and writes lines in rank 0.</summary>
    public static void Run(string link, IEnumerable<string> networks, TextWriter output)
    {
        MpiExchange world = MpiExchange.World;
        foreach (string network in networks)
        {
            int epochs = network == TrainingMeasurement.Small ? SmallNetworkEpochs : Epochs;
            TrainingMeasurement measurement = new(network, Batch, threads: 1, link);
            Measurement[] all =
            [
                measurement.Alone(world, keepGradients: true, LocalEpochSteps, epochs, WarmUpEpochs),
                measurement.Alone(world, keepGradients: false, LocalEpochSteps, epochs, WarmUpEpochs),
                measurement.Together(world, 1, PlainEpochSteps, epochs, WarmUpEpochs),
                .. LocalSteps.Select(steps => measurement.Together(world, steps, LocalEpochSteps, epochs, WarmUpEpochs)),
            ];
            if (world.Rank == 0)
            {
                Array.ForEach(all, one => TrainingMeasurement.Write(one, output));
            }
        }
    }
}
