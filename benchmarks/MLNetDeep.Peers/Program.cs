using Microsoft.ML;
using MLNetDeep.Benchmarks;
using MLNetDeep.Neural;
using MLNetDeep.Peers;

// Command lines:
//   NAME [--threads N]  measures the workload for each input line
//   fit-to-92 FILE      runs the workload fit-to-92, which saves its model to FILE
//   versions            writes the versions of the .NET runtime and of Microsoft.ML as JSON
switch (args)
{
    case ["versions"]:
        return WorkloadProgram.WriteVersions(new Dictionary<string, string>
        {
            [".NET"] = Environment.Version.ToString(),
            ["Microsoft.ML"] = WorkloadProgram.VersionOf(typeof(MLContext).Assembly),
        });
    case ["fit-to-92", string file]:
        return FitTo92Percent.Run(file);
    case [string name]:
        return WorkloadProgram.Serve(Workloads(), name, Environment.ProcessorCount);
    case [string name, "--threads", string count]:
        return WorkloadProgram.Serve(Workloads(), name, int.Parse(count));
    default:
        Console.Error.WriteLine("Usage: NAME [--threads N], or fit-to-92 FILE, or versions.");
        return 1;
}

static Workload[] Workloads() =>
[
    new TrainingWorkload(
        "mlp-quickstart", [new Dense(128, Activation.Relu), new Dropout(0.2), new Dense(10, Activation.Softmax)], new Adam(), 32),
    new TrainingWorkload("mlp-sklearn", [new Dense(128, Activation.Relu), new Dense(10, Activation.Softmax)], new Adam(), 32),
    new TrainingWorkload("softmax", [new Dense(10, Activation.Softmax)], new Sgd(0.5), 100),
    new TrainingWorkload(
        "mlp-8x8",
        [new Dense(8, Activation.Sigmoid), new Dense(8, Activation.Sigmoid), new Dense(10, Activation.Softmax)],
        new Sgd(0.5),
        32),
    new TrainingWorkload(
        "mlp-512x512",
        [new Dense(512, Activation.Relu), new Dense(512, Activation.Relu), new Dense(10, Activation.Softmax)],
        new Adam(),
        128),
    new BagOfWordsWorkload(),
    new ReviewsWorkload(),
    new ScoreBatchWorkload(),
    new ScoreViewWorkload(),
    new ScoreOneWorkload(),
    new GemmWorkload(),
];
