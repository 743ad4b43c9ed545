using MLNetDeep.Benchmarks;
using TorchSharp;
using TorchSharpPeer;

// TorchSharp's side of benchmarks/peers, written by hand as a user of TorchSharp would. It uses nothing of MLNetDeep. Command lines:
//   NAME [--threads N]  measures the workload for each input line
//   fit-to-92 FILE      runs the workload fit-to-92, which saves its model to FILE
//   versions            writes the versions of TorchSharp and libtorch as JSON
switch (args)
{
    case ["versions"]:
        return WorkloadProgram.WriteVersions(new Dictionary<string, string>
        {
            ["TorchSharp"] = WorkloadProgram.VersionOf(typeof(torch).Assembly),
            ["libtorch"] = torch.__version__,
        });
    case ["fit-to-92", "--threads", string count, string file]:
        return FitTo92Percent.Run(int.Parse(count), file);
    case [string name, "--threads", string count]:
        return WorkloadProgram.Serve(Workloads(), name, int.Parse(count));
    default:
        Console.Error.WriteLine("Usage: NAME --threads N, or fit-to-92 --threads N FILE, or versions.");
        return 1;
}

static Workload[] Workloads() =>
[
    new TrainingWorkload("mlp-quickstart", Models.Quickstart, Models.Adam, Tensors.LoadTrainingDigits, 32),
    new TrainingWorkload("mlp-sklearn", Models.OneHiddenLayer, Models.Adam, Tensors.LoadTrainingDigits, 32),
    new TrainingWorkload("softmax", Models.Softmax, Models.Sgd, Tensors.LoadTrainingDigits, 100),
    new TrainingWorkload("mlp-8x8", Models.TwoSmallLayers, Models.Sgd, Tensors.LoadTrainingDigits, 32),
    new TrainingWorkload("mlp-512x512", Models.TwoWideLayers, Models.Adam, Tensors.LoadTrainingDigits, 128),
    new TrainingWorkload("bow-16x16", Models.BagOfWords, Models.Adam, Tensors.CreateBagsOfWords, 32),
    new TrainingWorkload("conv-mnist", Models.ConvMnist, Models.Adam, Tensors.LoadDigitPictures, 64),
    new TrainingWorkload("conv-cifar", Models.ConvCifar, Models.Adam, Tensors.CreateColourPictures, 32),
    new TrainingWorkload("lenet", Models.LeNet, Models.SlowAdam, Tensors.LoadDigitPictures, 128),
    new MatrixExponentialWorkload(),
    new TrainingWorkload("lstm", () => new LstmModel(), Models.Adam, () => Tensors.CreateTexts(2000, 200), 32),
    new TrainingWorkload("embedding-pool", () => new EmbeddingPoolModel(), Models.Adam, () => Tensors.CreateTexts(4000, 400), 32),
    new ScoringWorkload("score-one", Models.Quickstart, [784], rows: 1),
    new ScoringWorkload("score-batch", Models.Quickstart, [784], rows: 10_000),
    new ScoringWorkload("score-view", Models.Quickstart, [784], rows: 10_000),
    new ScoringWorkload("score-conv-one", Models.ConvMnist, [1, 28, 28], rows: 1),
    new ScoringWorkload("score-conv-batch", Models.ConvMnist, [1, 28, 28], rows: 10_000, batchSize: 100),
];
