using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Trains a network that tells several classes apart: softmax over the classes, categorical cross-entropy.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>features (input)</term><description>vector of <see cref="float"/> of known size</description></item>
/// <item><term>label (input)</term><description>key, or vector of <see cref="float"/> from OneHotLabel</description></item>
/// <item><term>example weight (input, optional)</term><description><see cref="float"/>, at least 0</description></item>
/// <item><term>PredictedLabel (output)</term><description>key: the class of the highest score, the first of equal ones</description></item>
/// <item><term>Score (output)</term><description>vector of <see cref="float"/>: a probability for each class, summing to 1</description></item>
/// </list>
/// <para>Features near 0..1 or -1..1 train best. The data are read once and kept in memory. The same seed gives the same
/// weights, bit for bit, whatever the number of threads.</para>
/// </remarks>
public sealed class MulticlassNetworkTrainer : IEstimator<MulticlassNetworkTransformer>
{
    private readonly IHost _host;
    private readonly NeuralTrainerOptions _options;
    private readonly Func<int, int, NetworkSpec> _architecture;

    /// <param name="env">The environment.</param>
    /// <param name="name">The trainer's name, for the log.</param>
    /// <param name="options">The options.</param>
    /// <param name="architecture">The network for a number of features and a number of classes.</param>
    internal MulticlassNetworkTrainer(IHostEnvironment env, string name, NeuralTrainerOptions options, Func<int, int, NetworkSpec> architecture)
    {
        ArgumentNullException.ThrowIfNull(options);
        _host = env.Register(name);
        _options = options;
        _architecture = architecture;
    }

    /// <summary>Trains the network on all rows of <paramref name="input"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">There is no row to train with, or fewer than two classes.</exception>
    /// <exception cref="TrainingDivergedException">The loss became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public MulticlassNetworkTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column features = FeatureColumn.Find(input.Schema, _options.FeatureColumnName);
        ClassLabel label = ClassLabel.Find(input.Schema, _options.LabelColumnName);
        DataViewSchema.Column? weight = FeatureColumn.FindWeight(input.Schema, _options.ExampleWeightColumnName);

        using IChannel channel = _host.Start("Training");
        TrainingData data = new TrainingDataReader(features, label, weight).Read(input, channel);
        NetworkSpec spec = _architecture(data.Features.ColumnCount, label.Count);
        (Network network, TrainingHistory history) = NetworkTraining.Train(spec, data, _options, NetworkTraining.SeedOf(_options, _host), channel);
        return new MulticlassNetworkTransformer(network, features.Name, label.Values, history);
    }

    /// <summary>The shape of the input with PredictedLabel and Score.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        FeatureColumn.Check(inputSchema, _options.FeatureColumnName);
        FeatureColumn.CheckWeight(inputSchema, _options.ExampleWeightColumnName);
        return MulticlassColumns.AddTo(inputSchema, ClassLabel.Find(inputSchema, _options.LabelColumnName));
    }
}
