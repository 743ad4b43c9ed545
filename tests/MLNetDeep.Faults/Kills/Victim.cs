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

    public const string NetworkFile = "network.safetensors";
    public const string CheckpointFile = "training.checkpoint";
    public const string ModelFile = "model.zip";

    public const int Failed = 7;

    /// <summary>The output that says that the first round is done.</summary>
    public const string Ready = "ready";

    public static int Run(string task, string folder)
    {
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

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }
}
