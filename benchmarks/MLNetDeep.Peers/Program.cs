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

static Workload[] TrainingWorkloads(IComputeBackend backend) =>
[
    new TrainingWorkload("mlp-quickstart", Networks.Quickstart(), new Adam(), Digits.LoadTrainingSet, 32, backend),
    new TrainingWorkload("mlp-sklearn", Networks.OneHiddenLayer(), new Adam(), Digits.LoadTrainingSet, 32, backend),
    new TrainingWorkload("softmax", Networks.Softmax(), new Sgd(0.5), Digits.LoadTrainingSet, 100, backend),
    new TrainingWorkload("mlp-8x8", Networks.TwoSmallLayers(), new Sgd(0.5), Digits.LoadTrainingSet, 32, backend),
    new TrainingWorkload("mlp-512x512", Networks.TwoWideLayers(), new Adam(), Digits.LoadTrainingSet, 128, backend),
    new TrainingWorkload("bow-16x16", Networks.BagOfWords(), new Adam(), RandomRows.CreateBagsOfWords, 32, backend),
    new TrainingWorkload("conv-mnist", Networks.ConvMnist(), new Adam(), Digits.LoadSmallTrainingSet, 64, backend),
    new TrainingWorkload("conv-cifar", Networks.ConvCifar(), new Adam(), RandomRows.CreateColourPictures, 32, backend),
    new TrainingWorkload("lenet", Networks.LeNet(), new Adam(3e-4), Digits.LoadSmallTrainingSet, 128, backend),
    new MatrixExponentialWorkload(backend),
    new TrainingWorkload("lstm", Networks.Lstm(words: 200), new Adam(), () => RandomRows.CreateTexts(2000, 200), 32, backend),
    new TrainingWorkload("embedding-pool", Networks.EmbeddingPool(words: 400), new Adam(), () => RandomRows.CreateTexts(4000, 400), 32, backend),
];

static Workload[] OtherWorkloads() =>
[
    new ReviewsWorkload(),
    new ScoreBatchWorkload("score-batch", Networks.Quickstart()),
    new ScoreBatchWorkload("score-conv-batch", Networks.ConvMnist()),
    new ScoreViewWorkload(),
    new ScoreOneWorkload("score-one", Networks.Quickstart()),
    new ScoreOneWorkload("score-conv-one", Networks.ConvMnist()),
    new GemmWorkload(),
];
