using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Trains a network on a column of features and a column of labels: for several classes, for two, or for numbers.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>features (input)</term><description>vector of <see cref="float"/> of known size</description></item>
/// <item><term>label (input)</term><description>several classes: key, or vector of <see cref="float"/> from OneHotLabel; two classes:
/// <see cref="bool"/>; regression: <see cref="float"/></description></item>
/// <item><term>example weight (input, optional)</term><description><see cref="float"/>, at least 0</description></item>
/// <item><term>PredictedLabel (output, classes)</term><description>several classes: the key of the highest score, the first of equal ones;
/// two: <see cref="bool"/>, whether the score is above 0</description></item>
/// <item><term>Score (output)</term><description>several classes: vector of <see cref="float"/>, a probability for each, summing to 1; two:
/// <see cref="float"/>, the logit; regression: <see cref="float"/>, the predicted number</description></item>
/// <item><term>Probability (output, two classes)</term><description><see cref="float"/>: the sigmoid of the score, 1 / (1 + e^-score)</description></item>
/// </list>
/// <para>Features (and numbers to predict) near 0..1 or -1..1 train best. The data are read once and kept in memory, unless
/// <see cref="NeuralTrainerOptions.StreamingPoolSize"/> is set. The same seed gives the same weights, bit for bit, on any number of threads.</para>
/// </remarks>
public sealed class NetworkTrainer : IEstimator<NetworkTransformer>
{
    private readonly IHost _host;
    private readonly NetworkTask _task;
    private readonly NeuralTrainerOptions _options;
    private readonly NetworkArchitecture _architecture;

    internal NetworkTrainer(IHostEnvironment env, string name, NetworkTask task, NeuralTrainerOptions options, NetworkArchitecture architecture)
    {
        ArgumentNullException.ThrowIfNull(options);
        _host = env.Register(name);
        _task = task;
        _options = options;
        _architecture = architecture;
    }

    /// <summary>Trains the network on all rows of <paramref name="input"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    /// <exception cref="InvalidOperationException">
    /// There is no row to train with, the network does not fit the columns, or the validation data have other classes.
    /// </exception>
    /// <exception cref="NotSupportedException">The backend lacks a layer, the loss or the optimizer.</exception>
    /// <exception cref="TrainingDivergedException">The loss became infinite or NaN.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public NetworkTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        RowColumns columns = RowColumns.Find(input.Schema, _task, _options);
        using IChannel channel = _host.Start("Training");
        NetworkSpec spec = _architecture.For(columns.FeatureCount, columns.Label.OutputCount);
        FitRunner runner = new(spec, _task, _options, channel);
        (Network network, TrainingHistory history) = runner.Run(input, columns, () => _host.Rand.Next());
        return new NetworkTransformer(_task, network, columns.Features.Name, columns.Label.Values, history);
    }

    /// <summary>The shape of the input with the columns that the trained network adds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        FeatureColumn.Check(inputSchema, _options.FeatureColumnName);
        FeatureColumn.CheckWeight(inputSchema, _options.ExampleWeightColumnName);
        return _task.AddColumns(inputSchema, _options.LabelColumnName);
    }
}
