using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Tests.Trainers;

/// <summary>NeuralNetwork takes layers alone: the number of inputs is that of the features, which is often known only after fitting.</summary>
public class LayersTests
{
    private static readonly string[] s_cities = ["Bern", "Oslo", "Rome"];
    private static readonly NeuralNetworkOptions s_options = new() { Seed = 1, FeatureColumnName = "All" };

    private readonly MLContext _ml = new(seed: 1);

    // One-hot encoding gives 3 columns, and Size is the fourth.
    [Theory]
    [InlineData("multiclass")]
    [InlineData("binary")]
    [InlineData("regression")]
    public void Layers_alone_take_as_many_inputs_as_there_are_features(string task)
    {
        IDataView rows = Rows();
        IEstimator<ITransformer> features = _ml.Transforms.Categorical.OneHotEncoding("City")
            .Append(_ml.Transforms.Concatenate("All", "City", "Size"))
            .Append(_ml.Transforms.Conversion.MapValueToKey("Class", "Class"));
        Network inferred = Train(Trainer(task, given: false)), given = Train(Trainer(task, given: true));
        Assert.Equal([4], inferred.Spec.InputShape);
        Assert.Equal(given.Spec, inferred.Spec);
        Assert.Equal(given.GetWeights().SelectMany(tensor => tensor.Values), inferred.GetWeights().SelectMany(tensor => tensor.Values));

        Network Train(NetworkTrainer trainer) => features.Append(trainer).Fit(rows).LastTransformer.Model;
    }

    [Fact]
    public void Layers_that_do_not_fit_throw()
    {
        IDataView rows = _ml.Transforms.Concatenate("All", "Size").Fit(Rows()).Transform(Rows());
        string outputs = Assert.Throws<InvalidOperationException>(
            () => _ml.Regression.Trainers.NeuralNetwork([new Dense(2)], s_options with { LabelColumnName = "Price" }).Fit(rows)).Message;
        Assert.Contains("outputs 2 values, but the label needs 1: give the last layer 1 units", outputs, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _ml.Regression.Trainers.NeuralNetwork(Array.Empty<LayerSpec>()));
        Assert.Throws<ArgumentException>(() => _ml.Regression.Trainers.NeuralNetwork([null!]));
        Assert.Throws<ArgumentNullException>(() => _ml.Regression.Trainers.NeuralNetwork((IReadOnlyList<LayerSpec>)null!));
    }

    private NetworkTrainer Trainer(string task, bool given)
    {
        LayerSpec last = task switch
        {
            "multiclass" => new Dense(3, Activation.Softmax),
            "binary" => new Dense(1, Activation.Sigmoid),
            _ => new Dense(1),
        };
        LayerSpec[] layers = [new Dense(5, Activation.Relu), last];
        NetworkSpec spec = new([4], [.. layers]);
        NeuralNetworkOptions options = s_options with
        {
            LabelColumnName = task switch { "multiclass" => "Class", "binary" => "IsLarge", _ => "Price" },
        };
        return (task, given) switch
        {
            ("multiclass", true) => _ml.MulticlassClassification.Trainers.NeuralNetwork(spec, options),
            ("multiclass", false) => _ml.MulticlassClassification.Trainers.NeuralNetwork(layers, options),
            ("binary", true) => _ml.BinaryClassification.Trainers.NeuralNetwork(spec, options),
            ("binary", false) => _ml.BinaryClassification.Trainers.NeuralNetwork(layers, options),
            (_, true) => _ml.Regression.Trainers.NeuralNetwork(spec, options),
            _ => _ml.Regression.Trainers.NeuralNetwork(layers, options),
        };
    }

    private IDataView Rows() => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new House
    {
        City = s_cities[i % 3], Size = i % 7, Class = s_cities[i % 3][..1], IsLarge = i % 7 > 3, Price = i % 7 * 0.5f,
    }));

    private sealed class House
    {
        public string City { get; set; } = "";

        public float Size { get; set; }

        public string Class { get; set; } = "";

        public bool IsLarge { get; set; }

        public float Price { get; set; }
    }
}
