using System.Text;
using System.Text.Json;
using MLNetDeep.Mpi;
using MLNetDeep.Neural;
using MLNetDeep.Peers;

namespace MLNetDeep.Benchmarks.Distributed.Measuring;

/// <summary>Trains a network on digits, and measures the time of a step.</summary>
internal sealed class TrainingMeasurement(string network, int batch, int threads, string link)
{
    /// <summary>The name of the smallest network.</summary>
    public const string Small = "mlp-8x8";

    /// <summary>The networks, from small to large.</summary>
    public static readonly IReadOnlyDictionary<string, Func<NetworkSpec>> Specs = new Dictionary<string, Func<NetworkSpec>>
    {
        [Small] = Networks.TwoSmallLayers,
        ["conv-mnist"] = () => Networks.ConvMnist(),
        ["mlp-512x512"] = Networks.TwoWideLayers,
    };

    private static readonly Lazy<TrainingData> s_digits = new(Digits.LoadTrainingSet);

    /// <summary>One process without an exchange.</summary>
    public Measurement Plain(int steps, int epochs, int warmUpEpochs) =>
        Measure("plain", 1, batch, null, 1, steps, epochs, warmUpEpochs);

    /// <summary>Ranks that train together.</summary>
    public Measurement Together(MpiExchange world, int localSteps, int steps, int epochs, int warmUpEpochs) =>
        Measure("mpi", world.Size, batch, world, localSteps, steps, epochs, warmUpEpochs);

    /// <summary>Each rank trains on as many rows as are its part of a batch, all at the same time. Returns the mean of the ranks.</summary>
    /// <param name="world">All ranks.</param>
    /// <param name="keepGradients">Whether to update the weights after all gradients, as if they were sent.</param>
    /// <param name="steps">The steps of an epoch.</param>
    /// <param name="epochs">The epochs that are measured.</param>
    /// <param name="warmUpEpochs">The epochs before.</param>
    public Measurement Alone(MpiExchange world, bool keepGradients, int steps, int epochs, int warmUpEpochs)
    {
        SingleRank? exchange = keepGradients ? new SingleRank(threads) : null;
        string mode = keepGradients ? "alone" : "alone, fused";
        Measurement mine = Measure(mode, world.Size, batch / world.Size, exchange, 1, steps, epochs, warmUpEpochs);
        byte[][] all = world.Gather(BitConverter.GetBytes(mine.StepMilliseconds));
        return mine with { Batch = batch, StepMilliseconds = all.Average(bytes => BitConverter.ToDouble(bytes)) };
    }

    /// <summary>Writes a measurement as a line of JSON.</summary>
    public static void Write(Measurement measurement, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(measurement));

    /// <summary>Reads the lines of a file; other lines, such as warnings of mpirun, are left out.</summary>
    public static Measurement[] Read(string path) =>
    [
        .. File.ReadLines(path, Encoding.UTF8).Where(line => line.StartsWith('{')).Select(line => JsonSerializer.Deserialize<Measurement>(line)!),
    ];

    private Measurement Measure(
        string mode, int ranks, int rows, IGradientExchange? exchange, int localSteps, int steps, int epochs, int warmUpEpochs)
    {
        NetworkSpec spec = Specs[network]();
        EpochTimes times = new(exchange as MpiExchange, warmUpEpochs);
        new Network(spec, seed: 1).Fit(s_digits.Value.Slice(0, rows * steps), new FitOptions
        {
            Optimizer = new Adam(),
            BatchSize = rows,
            Epochs = warmUpEpochs + epochs,
            Threads = threads,
            GradientExchange = exchange,
            LocalSteps = localSteps,
            Callbacks = [times],
        });
        return new Measurement(
            link,
            network,
            spec.TrainableParameterCount,
            mode,
            ranks,
            threads,
            rows,
            localSteps,
            times.StepMilliseconds,
            times.WaitMilliseconds,
            times.BytesPerStep);
    }
}
