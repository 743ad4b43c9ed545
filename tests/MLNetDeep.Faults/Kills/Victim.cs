using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Transforms;

namespace MLNetDeep.Faults.Kills;

/// <summary>A process that does one thing over and over, until the test that started it kills it.</summary>
internal static class Victim
{
    public const string Argument = "--victim";

    /// <summary>Saves a network, a checkpoint and a model in turn, to files of these names.</summary>
    public const string SaveTask = "save";

    /// <summary>Saves once where the system limits the size of files, and ends with <see cref="Failed"/> if that throws.</summary>
    public const string SaveOnceTask = "save-once";

    /// <summary>Trains <see cref="Training"/>, slowly, with a checkpoint after each batch, and stays before the end.</summary>
    public const string TrainTask = "train";

    /// <summary>Searches hyper-parameters: <see cref="TuningVictim"/>.</summary>
    public const string TuneTask = "tune";

    public const string NetworkFile = "network.safetensors";
    public const string CheckpointFile = "training.checkpoint";
    public const string ModelFile = "model.zip";

    public const int Failed = 7;

    /// <summary>The output that says that the first round is done.</summary>
    public const string Ready = "ready";

    /// <summary>The number of batches in <see cref="Training"/>.</summary>
    public const int Batches = 60;

    /// <summary>The number of batches in an epoch of <see cref="Training"/>.</summary>
    public const int BatchesPerEpoch = 5;

    /// <summary>40 rows in batches of 8 are 5 batches per epoch; 12 epochs are 60.</summary>
    public static FitOptions Training { get; } = new() { Optimizer = new Adam(0.02), BatchSize = 8, Epochs = 12, Threads = 1 };

    public static TrainingData TrainingRows { get; } = new(
        new DenseFeatures(Enumerable.Range(0, 40 * 6).Select(i => MathF.Sin(i)).ToArray(), 6),
        Enumerable.Range(0, 40).Select(i => i * i % 3).ToArray());

    public static Network CreateNetwork() => new(
        new NetworkSpec([6], [new Dense(8, Activation.Tanh), new BatchNormalization(), new Dropout(0.3), new Dense(3, Activation.Softmax)]), seed: 3);

    public static int Run(string task, string folder)
    {
        if (task == TrainTask)
        {
            Train(Path.Combine(folder, CheckpointFile));
        }

        if (task == TuneTask)
        {
            return TuningVictim.Run(folder);
        }

        MLContext ml = new(seed: 1);
        IDataView rows = ml.Data.LoadFromEnumerable([new Row { Text = string.Join(' ', Enumerable.Range(0, 3000).Select(i => $"w{i}")) }]);
        ITransformer model = ml.Transforms.Text.BagOfWords("Features", "Text").Fit(rows);
        Network network = new(new NetworkSpec([100], [new Dense(300, Activation.Relu), new Dense(2, Activation.Softmax)]), seed: 1);
        if (task == SaveOnceTask)
        {
            try
            {
                network.Save(Path.Combine(folder, NetworkFile));
                ml.Model.SaveSafely(model, rows.Schema, Path.Combine(folder, ModelFile));
                return 0;
            }
            catch (IOException)
            {
                return Failed;
            }
        }

        CheckpointSaver saver = new(Path.Combine(folder, CheckpointFile), everyBatches: 1);
        TrainingData data = new(new DenseFeatures(new float[100 * 8], 100), new int[8]);
        FitOptions options = new() { Epochs = 1, BatchSize = 2, Callbacks = [saver] };
        for (int round = 0; ; round++)
        {
            network.Save(Path.Combine(folder, NetworkFile));
            network.Fit(data, options);
            ml.Model.SaveSafely(model, rows.Schema, Path.Combine(folder, ModelFile));
            if (round == 0)
            {
                Console.WriteLine(Ready);
            }
        }
    }

    private static void Train(string path)
    {
        int batches = 0;
        LambdaCallback pause = new()
        {
            BatchEnd = (_, _) =>
            {
                // The saver is called after this callback, so the second batch finds the first checkpoint.
                if (++batches == 2)
                {
                    Console.WriteLine(Ready);
                }

                Thread.Sleep(batches < Batches - 10 ? 1 : Timeout.Infinite);
            },
        };
        CreateNetwork().Fit(TrainingRows, Training with { Callbacks = [pause, new CheckpointSaver(path, everyBatches: 1)] });
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }
}
