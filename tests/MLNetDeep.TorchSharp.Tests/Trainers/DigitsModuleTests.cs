using Microsoft.ML;
using Microsoft.ML.Transforms;
using MLNetDeep.Data;
using MLNetDeep.Faults.Support;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.TorchSharp.Tests.Children;
using MLNetDeep.TorchSharp.Tests.Support;
using MLNetDeep.Transforms;

namespace MLNetDeep.TorchSharp.Tests.Trainers;

/// <summary>A convolutional module learns digits; its model is saved and scored by another process.</summary>
public sealed class DigitsModuleTests : IDisposable
{
    private const string Name = "digits";

    private static readonly string s_digits = Repository.PathOf("data", "mnist");

    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_saved_model_scores_in_a_process_that_registers_the_module()
    {
        double accuracy = Train(rows: 5000, epochs: 2, testRows: 2000, new Adam(new CosineDecay(0.003, 2 * 5000 / 32)), batchSize: 32);
        Assert.InRange(accuracy, 0.9, 1);
        string same = await Child.RunAsync(nameof(ScoreDigits), null, _folder.File("digits.zip"), s_digits, "2000", Name);
        Assert.Equal(accuracy, double.Parse(same, null));

        string refusal = await Child.RunAsync(nameof(ScoreDigits), null, _folder.File("digits.zip"), s_digits, "2000");
        Assert.StartsWith("NotSupportedException: The backend 'cpu' does not support layer 0, ModuleLayer { Name = digits,", refusal, StringComparison.Ordinal);
        Assert.EndsWith(
            "Backends that support it: none. The program must have the code of the module: for a module of TorchSharp, reference the package "
            + "MLNetDeep.TorchSharp and call TorchModules.Register(\"digits\", factory) first.",
            refusal.TrimEnd(), StringComparison.Ordinal);
    }

    // All digits, with the accuracy that such a network reaches: 14 s of one core, so only ./test-long runs it.
    [Fact(Explicit = true)]
    public async Task All_digits_are_learned_to_98_and_a_half_percent()
    {
        double accuracy = Train(rows: 60000, epochs: 2, testRows: 10000, new Adam(new CosineDecay(0.002, 2 * 60000 / 32)), batchSize: 32);
        Assert.InRange(accuracy, 0.985, 1);
        Figures.Add("TorchModule", "60,000 digits, a convolutional module, 2 epochs", $"micro accuracy {accuracy:F4}, the same from the zip in another process");
        Assert.Equal(accuracy, double.Parse(await Child.RunAsync(nameof(ScoreDigits), null, _folder.File("digits.zip"), s_digits, "10000", Name), null));
    }

    private double Train(int rows, int epochs, int testRows, OptimizerSpec optimizer, int batchSize)
    {
        TorchModuleOptions options = new()
        {
            InputShape = [1, 28, 28], Epochs = epochs, BatchSize = batchSize, Optimizer = optimizer, Backend = TorchBackend.Cpu(1),
        };
        IDataView training = _ml.Data.TakeRows(_ml.Data.LoadMnist(s_digits, MnistSplit.Train), rows);
        ITransformer model = _ml.Transforms.Conversion
            .MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(_ml.Transforms.FlattenImage("Features", "Image", scale: 1 / 255f))
            .Append(_ml.MulticlassClassification.Trainers.TorchModule(Name, () => new DigitsModule(), options))
            .Fit(training);
        _ml.Model.SaveSafely(model, training.Schema, _folder.File("digits.zip"));
        IDataView test = _ml.Data.TakeRows(_ml.Data.LoadMnist(s_digits, MnistSplit.Test), testRows);
        return _ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy;
    }
}
