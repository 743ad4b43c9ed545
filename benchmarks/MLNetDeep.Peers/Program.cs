using Microsoft.ML;
using MLNetDeep.Benchmarks;
using MLNetDeep.Neural;
using MLNetDeep.Peers;

// Command lines:
//   NAME [--threads N]                  measures the workload for each input line
//   NAME --backend torch --threads N    the same for a workload that trains, on TorchSharp; only if built with -p:Torch=cpu
//   fit-to-92 FILE                      runs the workload fit-to-92, which saves its model to FILE
//   versions                            writes the versions of the .NET runtime and of Microsoft.ML as JSON
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
        return WorkloadProgram.Serve([.. TrainingWorkloads(ComputeBackends.Default), .. OtherWorkloads()], name, Environment.ProcessorCount);
    case [string name, "--threads", string count]:
        return WorkloadProgram.Serve([.. TrainingWorkloads(ComputeBackends.Default), .. OtherWorkloads()], name, int.Parse(count));
#if TORCH
    case [string name, "--backend", "torch", "--threads", string count]:
        return WorkloadProgram.Serve(TrainingWorkloads(MLNetDeep.TorchSharp.TorchBackend.Cpu(int.Parse(count))), name, int.Parse(count));
#endif
    default:
        Console.Error.WriteLine("Usage: NAME [--backend torch] [--threads N], or fit-to-92 FILE, or versions.");
        return 1;
}

static TrainingWorkload[] TrainingWorkloads(IComputeBackend backend) =>
[
    new("mlp-quickstart", [new Dense(128, Activation.Relu), new Dropout(0.2), new Dense(10, Activation.Softmax)], new Adam(), 32, backend),
    new("mlp-sklearn", [new Dense(128, Activation.Relu), new Dense(10, Activation.Softmax)], new Adam(), 32, backend),
    new("softmax", [new Dense(10, Activation.Softmax)], new Sgd(0.5), 100, backend),
    new(
        "mlp-8x8",
        [new Dense(8, Activation.Sigmoid), new Dense(8, Activation.Sigmoid), new Dense(10, Activation.Softmax)],
        new Sgd(0.5),
        32,
        backend),
    new(
        "mlp-512x512",
        [new Dense(512, Activation.Relu), new Dense(512, Activation.Relu), new Dense(10, Activation.Softmax)],
        new Adam(),
        128,
        backend),
    new BagOfWordsWorkload(backend),
];

static Workload[] OtherWorkloads() =>
[
    new ReviewsWorkload(),
    new ScoreBatchWorkload(),
    new ScoreViewWorkload(),
    new ScoreOneWorkload(),
    new GemmWorkload(),
];
